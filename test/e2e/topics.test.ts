import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import type { Wire, WireText } from '../../shared/channels/wire.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type List<T> = { data: T[] }
type Conversation = { id: string; channel: string; contactId: string; lastMessage: { text: string } }
type Entry = { kind: string; text: string; providerId: string }

const TOPICS = CHANNELS.flatMap(({ manifest: { name, topic } }) => (topic === null ? [] : [{ name, topic }]))
const random = createRandom(11)
let inbox: TestInbox

beforeAll(async () => {
  inbox = await startInbox()
})
afterAll(() => inbox.stop())

/** Messages of one customer of the channel, as they come from its topic's provider. */
async function createWriter({ name, topic }: (typeof TOPICS)[number]) {
  const { wire } = await loadWire(name)
  const customer = wire.createCustomer(random, topic.provider)
  const write = (text: string): WireText => ({
    id: wire.createMessageId(random, 'private'),
    account: wire.account,
    customer,
    name: 'Ada',
    text,
    visibility: 'private',
    root: null,
    at: new Date(),
  })
  return { wire, write }
}

async function publish(channel: string, wire: Wire, text: WireText): Promise<void> {
  const body = wire.toTextNotification?.(text) ?? ''
  const response = await fetch(`${inbox.url}/local/topics/${channel}`, { method: 'POST', body })
  expect(response.status).toBe(202)
}

async function readConversations(text: string): Promise<Conversation[]> {
  const { data } = await inbox.get<List<Conversation>>('/v1/conversations?limit=100')
  return data.filter(({ lastMessage }) => lastMessage.text === text)
}

async function readMessages(text: string): Promise<Entry[]> {
  const [conversation] = await inbox.eventually(
    () => readConversations(text),
    (found) => found.length > 0,
  )
  const { data } = await inbox.get<List<Entry>>(`/v1/conversations/${conversation?.id}/entries?order=asc`)
  return data.filter(({ kind }) => kind === 'message')
}

describe.each(TOPICS)('$topic.title publishes for $name', (topic) => {
  it('a text, and it is a conversation: this guarantees that the topic is a way in like the webhook', async () => {
    const { wire, write } = await createWriter(topic)
    const text = write('hello from a topic')
    await publish(topic.name, wire, text)
    expect(await readMessages(text.text)).toMatchObject([{ text: text.text, providerId: text.id }])
  })

  it('a text three times, and it is one message: this guarantees that “at least once” shows nothing twice', async () => {
    const { wire, write } = await createWriter(topic)
    const repeated = write('said once')
    for (let time = 0; time < 3; time++) await publish(topic.name, wire, repeated)
    const last = write('and then this')
    await readMessages(repeated.text)
    await publish(topic.name, wire, last)
    const texts = (await readMessages(last.text)).map(({ text }) => text)
    expect(texts).toEqual([repeated.text, last.text])
  })

  it('for a customer who wrote by the webhook before, and it is their conversation: this guarantees one history whoever carries it', async () => {
    const { wire, write } = await createWriter(topic)
    const before = write('by the webhook')
    const { url, headers, body } = wire.toTextRequest(before, inbox.url)
    expect((await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(200)
    await readMessages(before.text)
    const after = write('by the topic')
    await publish(topic.name, wire, after)
    expect((await readMessages(after.text)).map(({ text }) => text)).toEqual([before.text, after.text])
  })
})
