import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import {
  type Answered,
  type Offered,
  openThreadDesk,
  type ThreadBrowser,
  type ThreadDesk,
} from '../support/thread-desk.ts'

const TIMEOUT_MS = 90_000
/** Letters that nothing else here is made of. */
const CARD = '4242424242424242'
const FROM_CUSTOMER = `Qwertzuiop-customer ${CARD}`
const KEPT_OF_CUSTOMER = 'Qwertzuiop-customer •••• 4242'
const FROM_AGENT = 'Qwertzuiop-agent-answers'
const IN_NOTE = 'Qwertzuiop-agent-notes'
/** Its bytes are a text, so that it would be found in any encoding that a text is found in. */
const IN_FILE = 'Qwertzuiop-letters-of-the-document'
const FILE_NAME = 'Qwertzuiop-name-of-the-file.pdf'
const FILE = Buffer.from(`%PDF-1.7\n${IN_FILE.repeat(200)}`)
const SCOPES = 'inbox:read inbox:write inbox:admin'

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk
let offered: Offered
let id: string
let place: string
let customer: ThreadBrowser

beforeAll(async () => {
  const environment = { INLET_THREAD_ADDRESSES: '["127.0.0.0/24", "2001:db8::/32"]' }
  inbox = await startInbox({ overrides: { functions: { api: { environment } } } })
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
  offered = await threads.offer()
  customer = threads.browser()
  place = await threads.enter(offered, customer)
  await customer.post(`${place}/messages`, { text: FROM_CUSTOMER })
  id = await threads.conversationOf(offered)
})
afterAll(() => inbox.stop())

async function tokenOf(wish: object): Promise<string> {
  const answer = await fetch(`${inbox.url}/local/token`, { method: 'POST', body: JSON.stringify(wish) })
  return ((await answer.json()) as { access_token: string }).access_token
}

type Ask = (method: string, path: string, body?: object) => Promise<Answered>

/** The API as somebody calls it who has no other rights, or calls from somewhere else. */
function askAs(token: string, address?: string): Ask {
  const browser = threads.browser(address)
  return (method, path, body) => {
    const authorization = `Bearer ${token}`
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    return browser.call(method, path, {
      headers: { authorization, 'content-type': type, 'idempotency-key': randomUUID() },
      body: body === undefined ? '' : JSON.stringify(body),
    })
  }
}

/** Everything in a folder, as bytes. */
function readAll(folder: string): { file: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('cdk.out'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, bytes: readFileSync(file) }))
}

const encodings = (text: string): Buffer[] => [
  Buffer.from(text),
  Buffer.from(text, 'utf16le'),
  // base64 of a text has three forms, by where it begins.
  ...[0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.from('x'.repeat(shift) + text)
        .toString('base64')
        .slice(4, -4),
    ),
  ),
]

describe('what is said in a secure thread: this guarantees that', () => {
  it('nothing of it rests or travels in clear, whoever said it', { timeout: TIMEOUT_MS }, async () => {
    const key = randomUUID()
    const sent = await desk.post(id, { text: FROM_AGENT }, { key })
    expect(sent).toMatchObject({ status: 202, replayed: false, body: { text: FROM_AGENT, status: 'sent' } })
    // What is kept for a repetition is not the words, and the repetition has them all the same.
    expect(await desk.post(id, { text: FROM_AGENT }, { key })).toMatchObject({
      status: 202,
      replayed: true,
      body: sent.body,
    })
    const noted = await askAs(await tokenOf({}))('POST', `/v1/conversations/${id}/notes`, { text: IN_NOTE })
    expect(JSON.parse(noted.body)).toMatchObject({ text: IN_NOTE })
    expect((await threads.browser().get(offered.link)).status).toBe(200)
    const file = { name: FILE_NAME, type: 'application/pdf', bytes: FILE }
    expect((await customer.upload(place, file)).status).toBe(303)
    expect((await customer.get(`${place}/files/4`)).bytes.equals(FILE)).toBe(true)
    const entries = await desk.entries(id)
    const texts = entries.flatMap((entry) => ('text' in entry ? [entry.text] : []))
    expect(texts).toEqual([KEPT_OF_CUSTOMER, FROM_AGENT, IN_NOTE, null])
    const [attachment] = entries.flatMap((entry) => (entry.kind === 'message' ? entry.attachments : []))
    expect(attachment).toMatchObject({ name: FILE_NAME })
    expect((await askAs(await tokenOf({}))('GET', attachment?.url ?? '')).bytes.equals(FILE)).toBe(true)

    const events = await inbox.eventually(
      () =>
        inbox.get<{ data: { 'detail-type': string; detail: { conversationId: string; data: object } }[] }>(
          '/local/events',
        ),
      ({ data }) => data.some((event) => event['detail-type'] === 'conversation.accessed'),
    )
    const own = events.data.filter(({ detail }) => detail.conversationId === id)
    expect(own.map((event) => event['detail-type'])).toEqual(
      expect.arrayContaining(['message.received', 'message.sent', 'note.added', 'conversation.accessed']),
    )
    const received = own.find((event) => event['detail-type'] === 'message.received')
    expect(received?.detail.data).toMatchObject({ text: null, truncated: true, attachments: [] })
    const feed = await inbox.get<object>('/v1/events?limit=100')
    const list = await inbox.get<object>('/v1/conversations?channel=web')
    expect(JSON.stringify(list)).toContain(id)
    expect(JSON.stringify([events, feed, list])).not.toMatch(/Qwertzuiop/)
    const told = own.filter((event) => event['detail-type'] === 'message.received').at(-1)
    expect(told?.detail.data).toMatchObject({
      text: null,
      content: { type: 'media' },
      attachments: [{ type: 'file', mimeType: 'application/pdf', sizeBytes: FILE.length }],
    })
    const rested = readAll(inbox.dataDir)
    // The same search goes through the bucket and the functions' logs.
    const holds = (place: string, text: string): boolean =>
      rested.some(({ file: path, bytes }) => path.includes(place) && bytes.includes(text))
    expect(holds('fauxqs', `threads/${id}/4-`)).toBe(true)
    expect(holds('logs', '"step":"files"')).toBe(true)
    const digest = createHash('sha256').update(FILE)
    expect(attachment?.sha256).toBe(digest.copy().digest('hex'))
    for (const wanted of [digest.copy().digest('hex'), digest.copy().digest('base64'), digest.digest()]) {
      expect(rested.filter(({ bytes }) => bytes.includes(wanted))).toEqual([])
    }
    // What is said elsewhere is found by the same search.
    expect(rested.filter(({ bytes }) => bytes.includes('Hello? ')).length).toBeGreaterThan(0)
    for (const text of [FROM_CUSTOMER, KEPT_OF_CUSTOMER, CARD, FROM_AGENT, IN_NOTE, IN_FILE, FILE_NAME]) {
      for (const wanted of encodings(text)) {
        expect(rested.filter(({ bytes }) => bytes.includes(wanted)).map(({ file }) => file)).toEqual([])
      }
    }
    // Nor a link or a code, wherever somebody used one.
    const token = offered.link.slice('/t/'.length)
    expect(rested.filter(({ bytes }) => bytes.includes(token) || bytes.includes(offered.code))).toEqual([])
  })

  it('without the scope it is not there, whatever is asked', { timeout: TIMEOUT_MS }, async () => {
    const ask = askAs(await tokenOf({ sub: 'bob', scope: SCOPES }))
    const own = `/v1/conversations/${id}`
    const unknown = '/v1/conversations/cnv_aaaaaaaaaaaaaaaaaaaaaaaaaa'
    const wishes: [string, string, object?][] = [
      ['GET', ''],
      ['GET', '/entries'],
      ['GET', `/attachments/att_${id.slice('cnv_'.length)}_4`],
      ['GET', '/sla'],
      ['GET', '/reply-options'],
      ['PATCH', '', { status: 'closed' }],
      ['POST', '/messages', { text: 'Hello' }],
      ['POST', '/notes', { text: 'Hello' }],
      ['POST', '/read'],
      ['POST', '/typing'],
    ]
    for (const [method, rest, body] of wishes) {
      const [masked, missing] = [await ask(method, own + rest, body), await ask(method, unknown + rest, body)]
      expect(masked.status, `${method} ${rest}`).toBe(404)
      const plain = ({ body: text }: Answered): string =>
        text.replaceAll(/cnv_[a-z2-7]{26}/g, '').replace(/"requestId":"[^"]+"/, '')
      expect(plain(masked), `${method} ${rest}`).toBe(plain(missing))
    }
    const lists = ['?limit=100', '?limit=100&sort=due', '?limit=100&channel=web', '?limit=100&status=open']
    for (const query of lists) {
      const list = await ask('GET', `/v1/conversations${query}`)
      expect(list.status).toBe(200)
      const { data } = JSON.parse(list.body) as { data: { id: string }[] }
      expect(
        data.map((each) => each.id),
        query,
      ).not.toContain(id)
    }
    const timeline = await ask('GET', `/v1/contacts/${offered.handoff.contactId}/timeline?limit=100`)
    expect(timeline.status).toBe(200)
    expect(JSON.parse(timeline.body).data.length).toBeGreaterThan(0)
    expect(timeline.body).not.toContain('"channel":"web"')
    expect(timeline.body).not.toMatch(/Qwertzuiop/)
  })

  it(
    'from an address that the settings do not name it is not there either',
    { timeout: TIMEOUT_MS },
    async () => {
      const token = await tokenOf({ sub: 'carol' })
      const [near, far] = [askAs(token, '127.0.0.7'), askAs(token, '127.0.7.7')]
      expect((await near('GET', `/v1/conversations/${id}`)).status).toBe(200)
      expect((await far('GET', `/v1/conversations/${id}`)).status).toBe(404)
      expect((await far('GET', `/v1/conversations/${id}/entries`)).status).toBe(404)
      // Customers come from everywhere.
      expect((await threads.browser('127.0.7.8').get(offered.link)).status).toBe(200)
    },
  )

  it('who reads it is in its log, once for a while of reading', { timeout: TIMEOUT_MS }, async () => {
    const ask = askAs(await tokenOf({ sub: 'dora' }))
    for (let reads = 0; reads < 3; reads++) await ask('GET', `/v1/conversations/${id}/entries`)
    await ask('GET', `/v1/contacts/${offered.handoff.contactId}/timeline`)
    const other = askAs(await tokenOf({ sub: 'emil' }))
    const timeline = await other('GET', `/v1/contacts/${offered.handoff.contactId}/timeline?limit=100`)
    expect(timeline.body).toContain(KEPT_OF_CUSTOMER)
    // Looking at the conversation without its words is no reading.
    await askAs(await tokenOf({ sub: 'fritz' }))('GET', `/v1/conversations/${id}`)
    const log = await desk.entries(id)
    const readers = log.filter((entry) => entry.kind === 'activity' && entry.type === 'conversation.accessed')
    const names = readers.map(({ actor }) => actor.id)
    expect(names.filter((name) => name === 'dora')).toHaveLength(1)
    expect(names.filter((name) => name === 'emil')).toHaveLength(1)
    expect(names).not.toContain('fritz')
  })
})
