import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readData } from '../support/api-client.ts'
import { openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const HOUR_MS = 3_600_000
const PAGE_POST = '770000000000010_122100000000000'
/** A number that every card scheme's rules call valid. */
const CARD = '4242 4242 4242 4242'

const WHATSAPP: Place = { channel: 'whatsapp', visibility: 'private' }
const MESSENGER: Place = { channel: 'facebook', visibility: 'private' }
const SMS: Place = { channel: 'sms', visibility: 'private' }

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
})
afterAll(() => inbox.stop())

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS)

const REFUSALS: {
  name: string
  place: Place
  text?: { at?: Date; text?: string; root?: string }
  reply: object
  by?: 'ai' | 'automation'
  code: string
  /** The way out, in words that the agent reads. */
  detail: RegExp
}[] = [
  {
    name: 'WhatsApp after 24 hours',
    place: WHATSAPP,
    text: { at: hoursAgo(25) },
    reply: { text: 'Still there?' },
    code: 'window_closed',
    detail: /template/,
  },
  {
    name: 'Messenger after seven days',
    place: MESSENGER,
    text: { at: hoursAgo(8 * 24) },
    reply: { text: 'Still there?' },
    code: 'window_closed',
    detail: /customer writes/,
  },
  {
    name: 'Messenger after 24 hours, by an AI',
    place: MESSENGER,
    text: { at: hoursAgo(25) },
    reply: { text: 'Still there?' },
    by: 'ai',
    code: 'human_agent_only',
    detail: /person/,
  },
  {
    name: 'Messenger after 24 hours, by a person who sends what an AI wrote',
    place: MESSENGER,
    text: { at: hoursAgo(26) },
    reply: { text: 'Still there?', author: { kind: 'ai' } },
    code: 'human_agent_only',
    detail: /person/,
  },
  {
    name: 'SMS to somebody who wrote STOP',
    place: SMS,
    text: { text: 'STOP' },
    reply: { text: 'One more thing' },
    code: 'recipient_opted_out',
    detail: /opt in/,
  },
  {
    name: 'a WhatsApp text that is too long',
    place: WHATSAPP,
    reply: { text: 'x'.repeat(4_097) },
    code: 'text_too_long',
    detail: /4096/,
  },
  {
    name: 'an X post that is too long as X counts',
    place: { channel: 'twitter', visibility: 'public' },
    reply: { text: '語'.repeat(141) },
    code: 'text_too_long',
    detail: /280/,
  },
  {
    name: 'a card number under a Page post',
    place: { channel: 'facebook', visibility: 'public' },
    text: { root: PAGE_POST },
    reply: { text: `Is it ${CARD}?` },
    code: 'private_data_in_public',
    detail: /private/,
  },
]

describe('what may not be sent: this guarantees that', () => {
  it.each(REFUSALS)(
    '$name is a problem of its own with the way out, is not written, and calls nobody',
    async ({ place, text = {}, reply, by, code, detail }) => {
      const conversation = await desk.customerWrites(place, text)
      const before = (await desk.sent(place.channel)).length
      const as = by === undefined ? {} : { token: await desk.tokenOf(by) }
      const refused = await desk.post(conversation.id, reply, as)
      expect(refused).toMatchObject({ status: 422, body: { code, detail: expect.stringMatching(detail) } })
      const entries = await desk.entries(conversation.id)
      expect(entries.filter((entry) => entry.kind === 'message' && entry.direction === 'outbound')).toEqual(
        [],
      )
      expect(await desk.sent(place.channel)).toHaveLength(before)
    },
  )

  it('a person may still answer on Messenger between 24 hours and seven days, with the tag that says so', async () => {
    const { id } = await desk.customerWrites(MESSENGER, { at: hoursAgo(30) })
    const posted = await desk.post(id, { text: 'Here I am' })
    expect(await desk.message(posted.body, ({ status }) => status === 'read')).toMatchObject({
      status: 'read',
    })
    expect((await desk.sent('facebook')).at(-1)?.request.body).toMatchObject({
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
    })
  })

  it('a token that the platform revoked fails the message with its code and degrades the account; the next one is a problem with the way out, is not written, and calls nobody', async () => {
    const [ada, bob] = [await desk.customerWrites(MESSENGER), await desk.customerWrites(MESSENGER)]
    await desk.fault('facebook', { code: 190, subcode: 463 })
    const words = `revoked ${randomUUID()}`
    const posted = await desk.post(ada.id, { text: words })
    expect(await desk.message(posted.body, ({ status }) => status === 'failed')).toMatchObject({
      status: 'failed',
      error: {
        code: 'account_refused',
        providerCode: expect.stringContaining('190'),
        title: expect.stringMatching(/token/i),
      },
    })
    const accounts = await inbox.eventually(
      async () => (await readData(inbox.api.GET('/v1/accounts', {}))).data,
      (all) => all.some(({ channel, health }) => channel === 'facebook' && health === 'degraded'),
    )
    expect(accounts.find(({ channel }) => channel === 'facebook')).toMatchObject({
      health: 'degraded',
      lastError: expect.anything(),
    })
    const refused = await desk.post(bob.id, { text: words })
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'account_refused', detail: expect.stringMatching(/token .* connect the Page again/) },
    })
    expect((await desk.entries(bob.id)).map(({ seq }) => seq)).toEqual([1])
    const path = { params: { path: { id: bob.id } } }
    const { options, closed } = await readData(inbox.api.GET('/v1/conversations/{id}/reply-options', path))
    expect([options, new Set(closed.map(({ code }) => code))]).toEqual([[], new Set(['account_refused'])])
    const calls = await desk.sent('facebook')
    expect(calls.filter(({ request }) => JSON.stringify(request.body).includes(words))).toHaveLength(1)
  })
})
