import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import type { WireText } from '../../shared/channels/wire.ts'
import { type ApiSchema, readData } from '../support/api-client.ts'
import { loadWires } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { readAtRest, type Rested } from '../support/read-at-rest.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type BusEvent = { 'detail-type': string; detail: { data: { text?: string | null; masked?: string[] } } }
type Way = { channel: string; visibility: 'public' | 'private'; by: 'webhook' | 'topic' }

const INLET_REDACTION = JSON.stringify({
  patterns: [{ name: 'customer_number', pattern: '\\bK-\\d{8}\\b', keepLast: 2 }],
  onFailure: 'closed',
})
const CARD = '5555 5555 5555 4444'
const PRIVATE = `${CARD}, GB29 NWBK 6016 1331 9268 19, K-12345678`
const SHOWN = '•••• 4444, •••• 6819, •••• 78'
/** Any two groups of the card, the IBAN or the number that belong together, whatever stands between them. */
const IN_CLEAR = /5555\W{0,6}5555|6016\W{0,6}1331|K-12345678/
const ROOTS: Readonly<Record<string, string>> = { facebook: '770000000000010_122100000000000' }

const WEBHOOKS = CHANNELS.flatMap(({ manifest: { name, visibilities } }) =>
  visibilities.map((visibility): Way => ({ channel: name, visibility, by: 'webhook' })),
)
const TOPICS = CHANNELS.flatMap(({ manifest: { name, topic } }): Way[] =>
  topic === null ? [] : [{ channel: name, visibility: 'private', by: 'topic' }],
)
const WIRES = await loadWires()
const SIGNED_AS_BYTES = Object.keys(WIRES).filter((name) => wireOf(name).samples.signing.covers === 'bytes')
const random = createRandom(7)
const logged: string[] = []
let inbox: TestInbox

beforeAll(async () => {
  const titles = [
    ...CHANNELS.map(({ manifest }) => `webhooks-${manifest.name}`),
    ...TOPICS.map(({ channel }) => `topics-${channel}`),
    ...['api', 'deliver'],
  ]
  const environment = { INLET_REDACTION }
  const functions = Object.fromEntries(titles.map((title) => [title, { environment }]))
  inbox = await startInbox({ overrides: { functions }, log: (line) => logged.push(line) })
})
afterAll(() => inbox.stop())

const toMarker = ({ channel, visibility, by }: Way): string => `${channel} in ${visibility} by ${by}`

function wireOf(channel: string) {
  const module = WIRES[channel]
  if (module === undefined) throw new Error(`no wire for ${channel}`)
  return module
}

async function post(url: string, headers: Record<string, string>, body: Uint8Array): Promise<void> {
  expect((await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(200)
}

async function write(way: Way): Promise<void> {
  const { wire } = wireOf(way.channel)
  const text: WireText = {
    id: wire.createMessageId(random, way.visibility),
    account: wire.account,
    customer: wire.createCustomer(random, way.by === 'topic' ? 'aws' : null),
    name: 'Ada',
    text: `${toMarker(way)} ${PRIVATE}`,
    visibility: way.visibility,
    root: way.visibility === 'public' ? (ROOTS[way.channel] ?? null) : null,
    at: new Date(),
  }
  if (way.by === 'topic') {
    const body = wire.toTextNotification?.(text) ?? ''
    const answer = await fetch(`${inbox.url}/local/topics/${way.channel}`, { method: 'POST', body })
    expect(answer.status).toBe(202)
    return
  }
  const { url, headers, body } = wire.toTextRequest(text, inbox.url)
  await post(url, headers, body)
}

/** Bytes that the platform signed and nobody can read. */
async function writeUnreadable(channel: string): Promise<void> {
  const { signing } = wireOf(channel).samples
  const manifest = CHANNELS.find(({ manifest: { name } }) => name === channel)?.manifest
  const secret = manifest?.secret.local[signing.secretKey] ?? ''
  const { headers, body } = signing.sign(Buffer.from(`{"${channel} garbled":"${PRIVATE}`), secret)
  const sent = Object.entries(headers).map(([name, value]) => [name, String(value)])
  const url = `${inbox.url}/webhooks/${manifest?.ingress.path}`
  await post(url, Object.fromEntries(sent) as Record<string, string>, body)
}

const readConversations = async (): Promise<ApiSchema<'Conversation'>[]> =>
  (await readData(inbox.api.GET('/v1/conversations', { params: { query: { limit: 100 } } }))).data
async function findConversation(isLast: (text: string) => boolean): Promise<ApiSchema<'Conversation'>> {
  const found = (await readConversations()).find(({ lastMessage }) => isLast(lastMessage?.text ?? ''))
  if (found === undefined) throw new Error('no such conversation')
  return found
}
const readEvents = async (): Promise<BusEvent[]> =>
  (await inbox.get<{ data: BusEvent[] }>('/local/events')).data

async function expectMasked(way: Way): Promise<void> {
  await write(way)
  const text = `${toMarker(way)} ${SHOWN}`
  const isIt = ({ detail }: BusEvent): boolean => detail.data.text === text
  const events = await inbox.eventually(readEvents, (all) => all.some(isIt))
  const masked = ['customer_number', 'iban', 'card']
  expect(events.find(isIt)).toMatchObject({ 'detail-type': 'message.received', detail: { data: { masked } } })
  const { id } = await findConversation((last) => last === text)
  const entries = await readData(
    inbox.api.GET('/v1/conversations/{id}/entries', { params: { path: { id } } }),
  )
  expect(entries.data).toContainEqual(expect.objectContaining({ text, masked }))
}

async function readEverything(): Promise<Rested[]> {
  const feed = await readData(inbox.api.GET('/v1/events', { params: { query: { limit: 100 } } }))
  return [
    { place: 'feed', text: JSON.stringify(feed.data) },
    { place: 'bus', text: JSON.stringify(await readEvents()) },
    { place: 'conversations', text: JSON.stringify(await readConversations()) },
    { place: 'log', text: logged.join('\n') },
    ...(await readAtRest(inbox)),
  ]
}

const placesOf = (everything: Rested[], words: RegExp | string): string[] =>
  everything.flatMap(({ place, text }) => (text.search(words) < 0 ? [] : [place]))

describe('a deployment with a pattern of its own', () => {
  it.each(WEBHOOKS.map((way): [string, Way] => [toMarker(way), way]))(
    '%s: this guarantees that card, IBAN and pattern are masked for everybody, and named',
    (_, way) => expectMasked(way),
  )

  it.each([
    [`paid with ${CARD}`, 'payment card'],
    ['paid to GB29 NWBK 6016 1331 9268 19', 'IBAN'],
    ['you are K-12345678', 'customer_number'],
  ])('this guarantees that nobody on our side says in public: %s', async (text, named) => {
    const { id } = await findConversation((last) => last.startsWith('facebook in public'))
    const header = { 'Idempotency-Key': text.slice(0, 8) }
    const path = '/v1/conversations/{id}/messages'
    const { error, response } = await inbox.api.POST(path, {
      params: { path: { id }, header },
      body: { text },
    })
    expect(response.status).toBe(422)
    expect(error).toMatchObject({
      code: 'private_data_in_public',
      detail: expect.stringContaining(named) as string,
    })
  })

  it('this guarantees that they are nowhere: table, queues, quarantine, feed, events, API, logs, data folder', async () => {
    for (const channel of SIGNED_AS_BYTES) await writeUnreadable(channel)
    const everything = await readEverything()
    expect(placesOf(everything, IN_CLEAR)).toEqual([])

    // The search finds what is there: each message wherever messages rest, and what nobody could read in quarantine.
    for (const way of WEBHOOKS) {
      const places = placesOf(everything, toMarker(way)).join(', ')
      for (const place of ['feed', 'bus', 'conversations', 'table LOG#', 'dynoxide.db', 'fauxqs/']) {
        expect(places).toContain(place)
      }
    }
    for (const channel of SIGNED_AS_BYTES) {
      expect(placesOf(everything, `${channel} garbled.*4444`).join()).toMatch(/queue \w*Quarantine/)
    }
  })
})

describe.each(TOPICS.map((way): [string, Way] => [toMarker(way), way]))('%s', (_, way) => {
  it('this guarantees that it is masked for everybody, and nowhere once it was read from the topic', async () => {
    await expectMasked(way)
    const everything = await readEverything()
    // The queue behind a topic gets what the service wrote, as it wrote it; the emulator's files keep what was deleted.
    expect(placesOf(everything, IN_CLEAR).filter((place) => !place.startsWith('fauxqs/'))).toEqual([])
  })
})
