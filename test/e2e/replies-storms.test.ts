import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Message, openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const CONVERSATIONS = 3
const REPLIES = 3
const TIMEOUT_MS = 120_000

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

const isOut = ({ status }: Message): boolean => ['sent', 'delivered', 'read'].includes(status)

type Storm = { name: string; place: Place; faults: () => object[] }

/** Refusals that pass: five of one kind and five of the other, for whoever calls. */
const STORMS: Storm[] = [
  {
    name: 'WhatsApp',
    place: { channel: 'whatsapp', visibility: 'private' },
    faults: () => [
      { status: 429, times: 5 },
      { status: 503, times: 5 },
    ],
  },
  {
    name: 'Messenger',
    place: { channel: 'facebook', visibility: 'private' },
    faults: () => [
      { status: 429, times: 5 },
      { status: 500, times: 5 },
    ],
  },
  {
    name: 'X',
    place: { channel: 'twitter', visibility: 'private' },
    faults: () => [
      { status: 429, headers: resetSoon(), times: 5 },
      { status: 503, times: 5 },
    ],
  },
  {
    name: 'Twilio',
    place: { channel: 'sms', visibility: 'private' },
    faults: () => [
      { code: 20429, times: 5 },
      { status: 503, times: 5 },
    ],
  },
  {
    name: 'AWS',
    place: { channel: 'sms', visibility: 'private', provider: 'aws' },
    faults: () => [
      { code: 'ThrottlingException', times: 5 },
      { code: 'InternalServerException', times: 5 },
    ],
  },
]

function resetSoon(): Record<string, string> {
  const at = Math.ceil(Date.now() / 1000) + 1
  return { 'x-rate-limit-limit': '15', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(at) }
}

/** Words of what the platform took, oldest first. */
async function acceptedWords(channel: string, words: readonly string[]): Promise<string[]> {
  const calls = await desk.sent(channel)
  return calls.flatMap(({ request, response }) => {
    const isTaken = response !== null && response.status < 300
    return isTaken ? words.filter((each) => JSON.stringify(request.body).includes(each)) : []
  })
}

async function replyTo(conversationId: string, words: readonly string[]): Promise<Message[]> {
  const replies: Message[] = []
  for (const text of words) replies.push((await desk.post(conversationId, { text })).body)
  return replies
}

describe('a storm of refusals: this guarantees that', () => {
  it.each(STORMS)(
    'on $name it delays, and then every reply has been sent once, each conversation’s in the agent’s order',
    { timeout: TIMEOUT_MS },
    async ({ place, faults }) => {
      const { channel } = place
      const conversations = []
      for (let count = 0; count < CONVERSATIONS; count++) {
        const { id } = await desk.customerWrites(place)
        const words = Array.from({ length: REPLIES }, (_, index) => `part ${index + 1} ${randomUUID()}`)
        conversations.push({ id, words })
      }
      await desk.fault(channel, faults())
      const replies = await Promise.all(conversations.map(({ id, words }) => replyTo(id, words)))
      for (const reply of replies.flat()) {
        for (let looks = 0; looks < 4; looks++) {
          if (isOut(await desk.message(reply, isOut))) break
        }
        expect(await desk.message(reply, isOut)).toSatisfy(isOut)
      }
      const before = await desk.sent(channel)
      expect(before.filter(({ response }) => (response?.status ?? 0) >= 400).length).toBeGreaterThanOrEqual(
        10,
      )
      for (const { words } of conversations) expect(await acceptedWords(channel, words)).toEqual(words)
    },
  )
})

describe('a platform that says never: this guarantees that', () => {
  it.each([
    ['whatsapp', 131026, 'recipient_unreachable'],
    ['facebook', 551, 'recipient_unreachable'],
    ['sms', 21614, 'recipient_unreachable'],
  ] as const)('on %s it is asked once, and the next reply goes', async (channel, code, failure) => {
    const { id } = await desk.customerWrites({ channel, visibility: 'private' })
    await desk.fault(channel, { code, times: 1 })
    const words = `never ${randomUUID()}`
    const [never, next] = await replyTo(id, [words, `next ${words}`])
    if (never === undefined || next === undefined) throw new Error('nothing was posted')
    expect(await desk.message(never, ({ status }) => status === 'failed')).toMatchObject({
      status: 'failed',
      error: { code: failure, providerCode: String(code), title: expect.stringMatching(/\w+ \w+/) },
    })
    expect(await desk.message(next, isOut)).toSatisfy(isOut)
    const calls = (await desk.sent(channel)).map(({ request }) => JSON.stringify(request.body))
    expect(calls.filter((body) => body.includes(words) && !body.includes('next'))).toHaveLength(1)
    expect(await acceptedWords(channel, [`next ${words}`])).toHaveLength(1)
  })
})

describe('an echo that comes before the answer: this guarantees that', () => {
  it.each([
    ['facebook', 'private'],
    ['facebook', 'public'],
    ['twitter', 'private'],
    ['twitter', 'public'],
  ] as const)('on %s, %s, there is one message, ours', async (channel, visibility) => {
    const root = channel === 'facebook' ? '770000000000010_122100000000000' : '1790000000000000001'
    const { id } = await desk.customerWrites({ channel, visibility }, visibility === 'public' ? { root } : {})
    await desk.fault(channel, { receipts: 'before_answer', times: 1 })
    const words = `early ${randomUUID()}`
    const { body } = await desk.post(id, { text: words })
    const sent = await desk.message(body, isOut)
    expect(sent).toMatchObject({ text: words, actor: { kind: 'human' }, error: null })
    await desk.control('POST', 'settled')
    const story = await inbox.eventually(
      () => desk.story(body),
      (events) => events.some(({ type }) => type === 'message.sent'),
    )
    expect(story.map(({ type }) => type).filter((type) => type === 'message.sent')).toHaveLength(1)
    const messages = (await desk.entries(id)).filter(({ kind }) => kind === 'message')
    expect(messages.map(({ actor }) => actor.kind)).toEqual(['contact', 'human'])
  })
})
