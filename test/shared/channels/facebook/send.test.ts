import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../../../shared/channels/sender.ts'
import { MESSENGER_ERRORS } from '../../../platforms/graph/messenger-errors.ts'
import { startUnderTest, type UnderTest } from '../../../platforms/platforms-under-test.ts'
import { createSending, type Sending } from '../../../support/sending.ts'

const PAGE = '100000000000001'
const PSID = '2000000000000001'
const POST = `${PAGE}_5000`
const COMMENT = '5000_6000'
const DAY_MS = 24 * 3_600_000

const MESSAGE: OutgoingMessage = {
  id: 'en_1',
  account: PAGE,
  visibility: 'private',
  recipient: { channel: 'facebook', scope: PAGE, externalId: PSID },
  replyTo: null,
  root: null,
  text: 'Good morning 👋',
  files: [],
  quickReplies: [],
  template: null,
  rule: 'standard',
  privateReplyTo: null,
  messageLink: null,
  statusUrl: 'https://inbox.example.com/webhooks/facebook',
}
const REPLY: OutgoingMessage = {
  ...MESSAGE,
  visibility: 'public',
  recipient: { channel: 'facebook', scope: `${PAGE}:feed`, externalId: '77' },
  replyTo: COMMENT,
  root: POST,
}

let test: UnderTest
let facebook: Sending
beforeEach(async () => {
  test = await startUnderTest()
  facebook = createSending(test, 'facebook', 'meta')
})
afterEach(() => test.stop())

const customerWrote = () => test.customerWrites('facebook', { account: PAGE, customer: PSID })
const commented = () =>
  test.webhook('facebook', {
    object: 'page',
    entry: [
      {
        id: PAGE,
        time: 1_795_348_800,
        changes: [
          {
            field: 'feed',
            value: {
              item: 'comment',
              verb: 'add',
              post_id: POST,
              comment_id: COMMENT,
              parent_id: POST,
              from: { id: '77', name: 'Ada' },
              message: 'Is it open?',
              created_time: 1_795_348_790,
            },
          },
        ],
      },
    ],
  })

describe('a message on Messenger: this guarantees that', () => {
  it('it goes out as the Send API wants it, and its echo names our entry', async () => {
    await customerWrote()
    const outcome = await facebook.send({ ...MESSAGE, replyTo: 'm_1' })
    expect(outcome).toMatchObject({ kind: 'sent', learned: [] })
    expect(test.platforms.sent('facebook')).toMatchObject([
      {
        request: {
          method: 'POST',
          path: `/v26.0/${PAGE}/messages`,
          body: {
            recipient: { id: PSID },
            messaging_type: 'RESPONSE',
            message: { text: 'Good morning 👋', metadata: 'en_1' },
            reply_to: { mid: 'm_1' },
          },
        },
      },
    ])
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toContainEqual(
      expect.objectContaining({
        kind: 'echo',
        correlation: 'en_1',
        providerId: outcome.kind === 'sent' ? outcome.providerId : null,
      }),
    )
  })

  it('quick replies go with it', async () => {
    const quickReplies = [
      { title: 'Yes', payload: 'YES' },
      { title: 'No', payload: 'NO' },
    ]
    expect(await facebook.send({ ...MESSAGE, quickReplies })).toMatchObject({ kind: 'sent' })
    expect(test.platforms.sent('facebook')[0]?.request.body).toMatchObject({
      message: { quick_replies: quickReplies.map((reply) => ({ content_type: 'text', ...reply })) },
    })
  })

  it('after the window only the rule for people gets through, for seven days', async () => {
    await customerWrote()
    test.clock.now = new Date(test.clock.now.getTime() + DAY_MS + 1)
    expect(await facebook.send(MESSAGE)).toMatchObject({
      kind: 'failed',
      code: 'window_closed',
      providerCode: '10/2018278',
      account: null,
    })
    expect(await facebook.send({ ...MESSAGE, rule: 'human_agent' })).toMatchObject({ kind: 'sent' })
    expect(test.platforms.sent('facebook').at(-1)?.request.body).toMatchObject({
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    })
  })

  it('reactions, read marks and typing are accepted', async () => {
    const action = { account: PAGE, recipient: MESSAGE.recipient, target: 'm_1' }
    const reaction = { kind: 'reaction' as const, visibility: 'private' as const, ...action }
    expect(await facebook.act({ ...reaction, emoji: '❤️' })).toBe(200)
    expect(await facebook.act({ ...reaction, emoji: null })).toBe(200)
    expect(await facebook.act({ kind: 'read', ...action })).toBe(200)
    expect(await facebook.act({ kind: 'typing', ...action })).toBe(200)
  })
})

describe('an answer under a comment: this guarantees that', () => {
  it('it stands under what it answers, and its echo has the id of the answer', async () => {
    await commented()
    const outcome = await facebook.send(REPLY)
    expect(test.platforms.sent('facebook')[0]?.request).toMatchObject({
      path: `/v26.0/${COMMENT}/comments`,
      body: { message: 'Good morning 👋' },
    })
    await test.platforms.backChannel.settled()
    const providerId = outcome.kind === 'sent' ? outcome.providerId : null
    expect(test.inbox.events()).toContainEqual(expect.objectContaining({ kind: 'echo', providerId }))
  })

  it('without what it answers it stands under the post', async () => {
    await facebook.send({ ...REPLY, replyTo: null })
    expect(test.platforms.sent('facebook')[0]?.request.path).toBe(`/v26.0/${POST}/comments`)
  })

  it('a removed comment is told from a mistake of ours', async () => {
    test.platforms.fault('facebook', { code: 100, subcode: 33, times: 1 })
    expect(await facebook.send(REPLY)).toMatchObject({ kind: 'failed', code: 'reply_target_gone' })
  })

  it('it is found again by its words, and only since it was tried', async () => {
    await commented()
    const before = test.clock.now.toISOString()
    expect(await facebook.lookUp(REPLY, before)).toEqual({ kind: 'not_found' })
    const outcome = await facebook.send(REPLY)
    expect(await facebook.lookUp(REPLY, before)).toEqual({
      kind: 'sent',
      providerId: outcome.kind === 'sent' ? outcome.providerId : null,
    })
    expect(await facebook.lookUp({ ...REPLY, text: 'Something else' }, before)).toEqual({ kind: 'not_found' })
    const later = new Date(test.clock.now.getTime() + 60_000).toISOString()
    expect(await facebook.lookUp(REPLY, later)).toEqual({ kind: 'not_found' })
    expect(await facebook.lookUp(MESSAGE, before)).toBeNull()
  })

  it('a Page can like it, and take the like back', async () => {
    const { account, recipient } = REPLY
    const like = {
      kind: 'reaction' as const,
      visibility: 'public' as const,
      account,
      recipient,
      target: COMMENT,
    }
    expect(await facebook.act({ ...like, emoji: '👍' })).toBe(200)
    expect(await facebook.act({ ...like, emoji: null })).toBe(200)
    expect(test.platforms.sent('facebook').map(({ request }) => `${request.method} ${request.path}`)).toEqual(
      [`POST /v26.0/${COMMENT}/likes`, `DELETE /v26.0/${COMMENT}/likes`],
    )
  })
})

describe('what Facebook refuses: this guarantees that', () => {
  const isToken = [190, 190, 190, 190]
  const retried = [1, 2, 4, 32, 613, 1200, 80006]
  /** A file that could not be fetched: its link is ours, and another one the next time. */
  const fetched = 2018008
  const accounts = [3, 200, 368, ...isToken]

  it.each(MESSENGER_ERRORS.map(({ code, subcode }) => ({ code, subcode })))(
    '$code/$subcode is understood',
    async ({ code, subcode }) => {
      test.platforms.fault('facebook', { code, subcode, times: 1 })
      const outcome = await facebook.send(MESSAGE)
      const isAccount = accounts.includes(code) || (code === 10 && subcode === undefined)
      const isRetried = retried.includes(code) || subcode === fetched
      expect(outcome.kind).toBe(isRetried ? 'retry' : 'failed')
      expect(outcome).toMatchObject({
        providerCode: subcode === undefined ? `${code}` : `${code}/${subcode}`,
      })
      if (outcome.kind === 'failed') expect(outcome.account !== null).toBe(isAccount)
    },
  )

  it('a limit waits as long as Facebook says', async () => {
    test.platforms.fault('facebook', { code: 613, times: 1 })
    expect(await facebook.send(MESSAGE)).toMatchObject({ kind: 'retry', afterMs: 60_000 })
  })

  it('an answer of which Meta says that everything was sent is unclear', async () => {
    const error = { message: 'Received Invalid JSON reply.', code: 1, error_subcode: 1357046 }
    test.platforms.fault('facebook', { status: 500, body: { error }, times: 1 })
    expect(await facebook.send(MESSAGE)).toEqual({
      kind: 'unclear',
      title: 'Facebook has a fault of its own',
    })
  })

  it('any permission that it names by a number of its own is the account’s', async () => {
    const error = { message: '(#299) No', code: 299 }
    test.platforms.fault('facebook', { status: 403, body: { error }, times: 1 })
    expect(await facebook.send(MESSAGE)).toMatchObject({
      code: 'account_refused',
      account: 'permission_missing',
    })
  })
})
