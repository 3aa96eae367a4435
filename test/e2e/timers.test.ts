import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Wire } from '../../shared/channels/wire.ts'
import { type ApiSchema, readData } from '../support/api-client.ts'
import { loadWires } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type Customer = ReturnType<Wire['createCustomer']>

const SNOOZES = 8
/** Far below the minute that the sweep would take. How late timers are on a quiet machine is the benchmark's to say. */
const LATE_MS_MAX = 10_000

const random = createRandom(11)
let inbox: TestInbox

beforeAll(async () => {
  inbox = await startInbox()
})
afterAll(() => inbox.stop())

it('snoozes of a few seconds: this guarantees that a change which is due before the next sweep wakes by itself', async () => {
  const ids = await Promise.all(Array.from({ length: SNOOZES }, (_, n) => writeAsCustomer(`hello ${n}`)))
  const conversations = await inbox.eventually(listOpen, (open) => open.length === ids.length)
  const until = new Map<string, number>()
  for (const [index, { id }] of conversations.entries()) {
    const instant = Date.now() + 1_500 + index * 250
    until.set(id, instant)
    const body = { snoozedUntil: new Date(instant).toISOString() }
    const { response } = await inbox.api.PATCH('/v1/conversations/{id}', { params: { path: { id } }, body })
    expect(response.status).toBe(200)
  }
  const woken = await inbox.eventually(readWoken, (events) => events.length >= SNOOZES)
  expect(new Set(woken.map(({ conversationId }) => conversationId))).toEqual(new Set(until.keys()))
  expect(woken).toHaveLength(SNOOZES)
  for (const { conversationId, occurredAt, actor } of woken) {
    const lateMs = Date.parse(occurredAt) - (until.get(conversationId ?? '') ?? 0)
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThanOrEqual(LATE_MS_MAX)
    expect(actor.kind).toBe('system')
  }
  expect(await inbox.eventually(listOpen, (open) => open.length === SNOOZES)).toHaveLength(SNOOZES)
})

it('a customer who writes before: this guarantees that a snooze that is over does not wake anybody again', async () => {
  const wire = await whatsapp()
  const customer = wire.createCustomer(random, null)
  await writeAsCustomer('first', customer)
  const [found] = await inbox.eventually(
    async () => (await listOpen()).filter(({ lastMessage }) => lastMessage?.text === 'first'),
    (open) => open.length === 1,
  )
  const id = found?.id ?? ''
  const instant = Date.now() + 2_000
  const body = { snoozedUntil: new Date(instant).toISOString() }
  await inbox.api.PATCH('/v1/conversations/{id}', { params: { path: { id } }, body })
  await writeAsCustomer('second', customer)
  const readSeq = async (): Promise<number> =>
    (await readData(inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } }))).seq
  await inbox.eventually(readSeq, (seq) => seq >= 3)
  // Whatever was armed for the snooze has come and gone by then.
  await inbox.eventually(
    () => Promise.resolve(Date.now()),
    (now) => now > instant + LATE_MS_MAX,
  )
  expect((await readWoken()).filter(({ conversationId }) => conversationId === id)).toEqual([])
  expect(await readSeq()).toBe(3)
})

async function whatsapp(): Promise<Wire> {
  const { wire } = (await loadWires())['whatsapp'] ?? {}
  if (wire === undefined) throw new Error('no wire for whatsapp')
  return wire
}

async function writeAsCustomer(text: string, known?: Customer): Promise<void> {
  const wire = await whatsapp()
  const customer = known ?? wire.createCustomer(random, null)
  const id = wire.createMessageId(random, 'private')
  const { account } = wire
  const message = { id, account, customer, name: 'Ada', text, visibility: 'private', root: null } as const
  const { url, headers, body } = wire.toTextRequest({ ...message, at: new Date() }, inbox.url)
  expect((await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(200)
}

async function listOpen(): Promise<Pick<ApiSchema<'Conversation'>, 'id' | 'lastMessage'>[]> {
  const query = { limit: 100, status: 'open' as const }
  return (await readData(inbox.api.GET('/v1/conversations', { params: { query } }))).data
}

/** Ends of snoozes, of those that nobody ended. */
async function readWoken(): Promise<ApiSchema<'Event'>[]> {
  const query = { limit: 100 }
  const { data } = await readData(inbox.api.GET('/v1/events', { params: { query } }))
  return data.filter(({ type, actor }) => type === 'conversation.status_changed' && actor.kind === 'system')
}
