import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const AT_ONCE = 20
/** How long the platform keeps deliver waiting for its answer: time enough to be killed in. */
const SLOW_MS = 3_000
const TIMEOUT_MS = 180_000

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
})
afterAll(() => inbox.stop())
afterEach(async () => {
  for (const channel of ['whatsapp', 'facebook', 'twitter', 'sms']) await desk.fault(channel, null)
})

const PLACES: { name: string; place: Place }[] = [
  { name: 'WhatsApp', place: { channel: 'whatsapp', visibility: 'private' } },
  { name: 'Messenger', place: { channel: 'facebook', visibility: 'private' } },
  { name: 'X direct messages', place: { channel: 'twitter', visibility: 'private' } },
  { name: 'SMS by Twilio', place: { channel: 'sms', visibility: 'private' } },
  { name: 'SMS by AWS', place: { channel: 'sms', visibility: 'private', provider: 'aws' } },
]

/** Calls with these words. */
async function callsWith(channel: string, words: string): Promise<unknown[]> {
  const calls = await desk.sent(channel)
  return calls.filter(({ request }) => JSON.stringify(request.body).includes(words))
}

/** Posts a reply and kills deliver when the platform has the request and has not answered. */
async function replyAndKill(channel: string, conversationId: string, words: string) {
  const { body } = await desk.post(conversationId, { text: words })
  await inbox.eventually(
    () => callsWith(channel, words),
    (calls) => calls.length > 0,
  )
  expect(inbox.stack.killFunction('deliver')).toBe(true)
  return body
}

describe('a reply: this guarantees that', () => {
  it(
    'posted twenty times at once under one key, it is sent once, and all are answered alike',
    { timeout: TIMEOUT_MS },
    async () => {
      const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
      const [key, words] = [randomUUID(), `only once ${randomUUID()}`]
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, () => desk.post(id, { text: words }, { key })),
      )
      const [first] = answers
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 202, body: { id: first?.body.id } })
      expect(answers.filter(({ replayed }) => !replayed).length).toBeLessThanOrEqual(1)
      const { body } = await desk.post(id, { text: words }, { key })
      expect(await desk.message(body, ({ status }) => status === 'read')).toMatchObject({ status: 'read' })
      expect(await callsWith('whatsapp', words)).toHaveLength(1)
      expect((await desk.entries(id)).filter(({ kind }) => kind === 'message')).toHaveLength(2)
    },
  )

  it.each(PLACES)(
    'on $name, deliver killed before it saved the answer does not send it again: what the platform tells settles it',
    async ({ place }) => {
      const { channel } = place
      const { id } = await desk.customerWrites(place)
      const words = `killed ${randomUUID()}`
      await desk.fault(channel, { timeoutMs: SLOW_MS, times: 1 })
      const reply = await replyAndKill(channel, id, words)
      const isSettled = ({ status }: { status: string }): boolean =>
        ['sent', 'delivered', 'read'].includes(status)
      const settled = await desk.message(reply, isSettled)
      expect(settled).toSatisfy(isSettled)
      const next = await desk.post(id, { text: `and then ${words}` })
      expect(await desk.message(next.body, isSettled)).toSatisfy(isSettled)
      expect(await callsWith(channel, words)).toHaveLength(2)
      expect((await desk.entries(id)).filter(({ kind }) => kind === 'message')).toHaveLength(3)
    },
    TIMEOUT_MS,
  )

  it(
    'killed so and never told of again, it is unknown, is not sent again, and does not hold up the next',
    async () => {
      const { id } = await desk.customerWrites({ channel: 'facebook', visibility: 'private' })
      const words = `never told ${randomUUID()}`
      await desk.fault('facebook', { timeoutMs: SLOW_MS, receipts: 'none', times: 1 })
      const reply = await replyAndKill('facebook', id, words)
      expect(await desk.message(reply, ({ status }) => status === 'unknown')).toMatchObject({
        status: 'unknown',
        providerId: null,
      })
      const next = await desk.post(id, { text: `and then ${words}` })
      expect(await desk.message(next.body, ({ status }) => status === 'read')).toMatchObject({
        status: 'read',
      })
      expect(await callsWith('facebook', words)).toHaveLength(2)
      const story = await inbox.eventually(
        () => desk.story(reply),
        (events) => events.length > 1,
      )
      // Perhaps it was sent: for ten minutes that counts as an answer.
      expect(story.map(({ type }) => type)).toEqual(['message.queued', 'message.unknown', 'sla.fulfilled'])
    },
    TIMEOUT_MS,
  )
})
