import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiSchema, readData } from '../support/api-client.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const PEOPLE = [
  { channel: 'facebook', visibility: 'private', text: 'Do you have the lamp in blue?' },
  { channel: 'facebook', visibility: 'public', text: 'Nice lamp!' },
  { channel: 'sms', visibility: 'private', text: 'Lamp?' },
] as const

const random = createRandom(21)
let inbox: TestInbox

beforeAll(async () => {
  inbox = await startInbox()
})
afterAll(() => inbox.stop())

/** Signed and worded as the platform does it; returns the conversation that it became. */
async function write({ channel, visibility, text }: (typeof PEOPLE)[number]) {
  const { wire } = await loadWire(channel)
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, visibility)
  const words = { id, account: wire.account, customer, name: 'Ada', text, visibility, root: null }
  const { url, headers, body } = wire.toTextRequest({ ...words, at: new Date() }, inbox.url)
  const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
  expect(response.status).toBe(200)
  const list = () => readData(inbox.api.GET('/v1/conversations', { params: { query: {} } }))
  const { data } = await inbox.eventually(list, (page) => page.data.some(hasText(text)))
  return data.find(hasText(text))
}

const hasText =
  (text: string) =>
  ({ lastMessage }: Pick<ApiSchema<'Conversation'>, 'lastMessage'>): boolean =>
    lastMessage?.text === text

async function readTexts(contactId: string): Promise<(string | null)[]> {
  const params = { path: { id: contactId }, query: { order: 'asc' as const } }
  const { data } = await readData(inbox.api.GET('/v1/contacts/{id}/timeline', { params }))
  return data.flatMap((line) => (line.kind === 'message' ? [line.text] : []))
}

it('this guarantees that who writes on Messenger, comments on the Page and sends an SMS has three conversations, one timeline once merged, and after that what was before', async () => {
  const conversations = []
  for (const person of PEOPLE) conversations.push(await write(person))
  const ids = conversations.map((conversation) => conversation?.contactId ?? '')
  const own = PEOPLE.map(({ text }) => [text])
  expect(new Set(conversations.map((conversation) => conversation?.id)).size).toBe(3)
  expect(new Set(ids).size).toBe(3)
  expect(await Promise.all(ids.map(readTexts))).toEqual(own)

  const [into = '', ...others] = ids
  for (const from of others) await readData(inbox.api.POST('/v1/contacts/merge', { body: { into, from } }))
  const whole = PEOPLE.map(({ text }) => text)
  expect(await Promise.all(ids.map(readTexts))).toEqual([whole, whole, whole])

  for (const id of others) {
    await readData(inbox.api.POST('/v1/contacts/{id}/unmerge', { params: { path: { id } } }))
  }
  expect(await Promise.all(ids.map(readTexts))).toEqual(own)
})
