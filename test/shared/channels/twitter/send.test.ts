import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../../../shared/channels/sender.ts'
import { channel } from '../../../../shared/channels/twitter/index.ts'
import { startUnderTest, type UnderTest } from '../../../platforms/platforms-under-test.ts'
import { createSending, type Sending } from '../../../support/sending.ts'

const ACCOUNT = '1000000000000001'
const PERSON = '2000000000000001'
const POST = '2080000000000000001'

const MESSAGE: OutgoingMessage = {
  id: 'en_1',
  account: ACCOUNT,
  visibility: 'private',
  recipient: { channel: 'twitter', scope: '-', externalId: PERSON },
  replyTo: null,
  root: null,
  text: 'Good <morning> & 👋',
  files: [],
  quickReplies: [],
  template: null,
  rule: 'standard',
  privateReplyTo: null,
  messageLink: null,
  statusUrl: 'https://inbox.example.com/webhooks/twitter',
}
const REPLY: OutgoingMessage = { ...MESSAGE, visibility: 'public', replyTo: POST, root: POST }

let test: UnderTest
let twitter: Sending
beforeEach(async () => {
  test = await startUnderTest()
  twitter = createSending(test, 'twitter', 'x')
})
afterEach(() => test.stop())

const personWrote = (visibility: 'private' | 'public') =>
  test.customerWrites('twitter', { account: ACCOUNT, customer: PERSON, visibility, id: POST })

describe('a direct message on X: this guarantees that', () => {
  it('it goes out as the API wants it, and comes back as an echo with the same id and words', async () => {
    await personWrote('private')
    const outcome = await twitter.send(MESSAGE)
    expect(outcome).toMatchObject({ kind: 'sent', learned: [] })
    expect(test.platforms.sent('twitter')[0]?.request).toMatchObject({
      method: 'POST',
      path: `/2/dm_conversations/with/${PERSON}/messages`,
      body: { text: MESSAGE.text },
    })
    await test.platforms.backChannel.settled()
    const providerId = outcome.kind === 'sent' ? outcome.providerId : null
    expect(test.inbox.events()).toMatchObject([{ kind: 'echo', providerId, text: MESSAGE.text }])
  })

  it('the sixteenth in a quarter of an hour waits until X counts anew', async () => {
    for (let count = 0; count < 15; count += 1)
      expect(await twitter.send(MESSAGE)).toMatchObject({ kind: 'sent' })
    const outcome = await twitter.send(MESSAGE)
    expect(outcome).toMatchObject({ kind: 'retry', providerCode: '429' })
  })

  it('it is found again by its words, and only since it was tried', async () => {
    await personWrote('private')
    const before = test.clock.now.toISOString()
    expect(await twitter.lookUp(MESSAGE, before)).toEqual({ kind: 'not_found' })
    const outcome = await twitter.send(MESSAGE)
    expect(await twitter.lookUp(MESSAGE, before)).toEqual({
      kind: 'sent',
      providerId: outcome.kind === 'sent' ? outcome.providerId : null,
    })
    expect(await twitter.lookUp({ ...MESSAGE, text: 'Other words' }, before)).toEqual({ kind: 'not_found' })
    const later = new Date(test.clock.now.getTime() + 60_000).toISOString()
    expect(await twitter.lookUp(MESSAGE, later)).toEqual({ kind: 'not_found' })
    // X puts links of its own in the place of those that were sent.
    const typed = { ...MESSAGE, text: '<b> & &amp;' }
    await twitter.send(typed)
    expect(await twitter.lookUp(typed, before)).toMatchObject({ kind: 'sent' })
    expect(await twitter.lookUp({ ...MESSAGE, text: 'see shop.example/1' }, before)).toEqual({
      kind: 'unclear',
    })
    expect(await twitter.lookUp(REPLY, before)).toBeNull()
  })
})

describe('a reply on X: this guarantees that', () => {
  it('it answers the post that it is for, with the id as text', async () => {
    await personWrote('public')
    const outcome = await twitter.send(REPLY)
    expect(test.platforms.sent('twitter')[0]?.request).toMatchObject({
      path: '/2/tweets',
      body: { text: MESSAGE.text, reply: { in_reply_to_tweet_id: POST } },
    })
    await test.platforms.backChannel.settled()
    const providerId = outcome.kind === 'sent' ? outcome.providerId : null
    expect(test.inbox.events()).toMatchObject([{ kind: 'echo', providerId, text: MESSAGE.text }])
  })

  it('the same words twice are told as such', async () => {
    await personWrote('public')
    expect(await twitter.send(REPLY)).toMatchObject({ kind: 'sent' })
    expect(await twitter.send(REPLY)).toMatchObject({ kind: 'failed', code: 'duplicate_refused' })
  })

  it('words that X counts as too long are told as such', async () => {
    const text = 'ä'.repeat(100) + '漢'.repeat(100)
    expect(await twitter.send({ ...REPLY, text })).toMatchObject({ kind: 'failed', code: 'text_too_long' })
  })
})

describe('what X refuses: this guarantees that', () => {
  it.each([
    ['401', { kind: 'failed', code: 'account_refused', account: 'token_refused' }],
    ['403', { kind: 'failed', code: 'platform_rejected', account: null }],
    ['349', { kind: 'failed', code: 'recipient_unreachable', account: null }],
    ['433', { kind: 'failed', code: 'reply_target_gone', account: null }],
    ['187', { kind: 'failed', code: 'duplicate_refused', account: null }],
    ['385', { kind: 'failed', code: 'reply_target_gone', account: null }],
    ['client_forbidden', { kind: 'failed', code: 'account_refused', account: 'permission_missing' }],
    ['404', { kind: 'failed', code: 'platform_rejected', account: null }],
    ['429', { kind: 'retry' }],
    ['usage_capped', { kind: 'failed', code: 'account_limit_reached', account: 'usage_cap_reached' }],
    ['500', { kind: 'retry' }],
    ['503', { kind: 'retry' }],
  ])('%s is understood', async (code, expected) => {
    test.platforms.fault('twitter', { code, times: 1 })
    expect(await twitter.send(REPLY)).toMatchObject(expected)
  })

  it('a missing credit is the account’s matter, however it is said', async () => {
    test.platforms.fault('twitter', {
      status: 402,
      body: { title: 'CreditsDepleted', status: 402 },
      times: 1,
    })
    expect(await twitter.send(REPLY)).toMatchObject({
      code: 'account_limit_reached',
      account: 'credits_depleted',
    })
  })

  it('the wait lasts until the last used-up limit begins anew, by the clock of X', () => {
    const answer = {
      kind: 'https' as const,
      status: 429,
      headers: {
        date: 'Sun, 22 Nov 2026 12:00:00 UTC',
        'x-rate-limit-remaining': '3',
        'x-rate-limit-reset': '1795348860',
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': '1795352400',
      },
      body: '{"title":"Too Many Requests","status":429}',
    }
    const read = (headers: Record<string, string>) =>
      twitter.sender.readSendAnswer({ ...answer, headers: { ...answer.headers, ...headers } }, MESSAGE)
    expect(read({})).toMatchObject({ kind: 'retry', afterMs: 3_600_000 })
    expect(read({ 'x-user-limit-24hour-remaining': '5', 'x-rate-limit-remaining': '0' })).toMatchObject({
      afterMs: 60_000,
    })
    expect(read({ date: '' })).toMatchObject({ kind: 'retry', afterMs: null })
  })
})

describe('OAuth 1.0a: this guarantees that', () => {
  const keys = {
    consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
    consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
    oauth1Token: `${ACCOUNT}-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb`,
    oauth1TokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
  }

  it('X takes a call that is signed so', async () => {
    expect(await twitter.send(MESSAGE, keys)).toMatchObject({ kind: 'sent' })
  })

  it('nobody writes with the token of another account', () => {
    const moment = { at: '2026-11-22T12:00:00.000Z', nonce: 'n' }
    const other = { ...MESSAGE, account: '3000000000000003' }
    expect(() => twitter.sender.toSendCall(other, keys, moment)).toThrow(/userAccessToken/)
    const both = { ...keys, userAccessToken: 'token-2' }
    expect(twitter.sender.toSendCall(other, both, moment)).toMatchObject({
      headers: { authorization: 'Bearer token-2' },
    })
  })

  it('each call has a signature of its own', () => {
    const [one, same, two] = ['n1', 'n1', 'n2'].map((nonce) =>
      twitter.sender.toSendCall(MESSAGE, keys, { at: '2026-11-22T12:00:00.000Z', nonce }),
    )
    expect(one).toEqual(same)
    expect(one).not.toEqual(two)
  })

  it('receiving does not need it', () => {
    expect(channel.manifest.secret.keys['oauth1Token']?.required).toBe(false)
  })
})
