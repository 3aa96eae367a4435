import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toThreadId } from '../../shared/app/thread/find-visitor.ts'
import { THREAD_FILE_BYTES_MAX, THREAD_FILES_MAX } from '../../shared/domain/thread/thread-file.ts'
import { type Message, openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { listStoredFiles } from '../support/stored-files.ts'
import {
  type Answered,
  type ChosenFile,
  type Offered,
  openThreadDesk,
  type ThreadBrowser,
  type ThreadDesk,
} from '../support/thread-desk.ts'

const TIMEOUT_MS = 90_000
const BY_SCRIPT = { accept: 'application/json' }

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
})
afterAll(() => inbox.stop())

type Thread = { offered: Offered; customer: ThreadBrowser; place: string }

/** A customer who is inside, at an address that nobody else has. */
async function openThread(): Promise<Thread> {
  const customer = threads.somebody()
  const offered = await threads.offer()
  return { offered, customer, place: await threads.enter(offered, customer) }
}

function pdf(sizeBytes = 20_000): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(sizeBytes - 9)])
}

const card = (of: Partial<ChosenFile> = {}): ChosenFile => ({
  name: 'Ausweis Zoë.pdf',
  type: 'application/pdf',
  bytes: pdf(),
  ...of,
})

/** Of the thread's own conversation: none before the customer's first line. */
async function messagesOf({ offered }: Thread): Promise<Message[]> {
  const id = toThreadId(offered.handoff.id)
  if ((await threads.store.conversation(id, 'consistent')) === null) return []
  return (await desk.entries(id)).filter((entry): entry is Message => entry.kind === 'message')
}

async function tokenOf(wish: object): Promise<string> {
  const answer = await fetch(`${inbox.url}/local/token`, { method: 'POST', body: JSON.stringify(wish) })
  return ((await answer.json()) as { access_token: string }).access_token
}

async function download(path: string, token: string, method = 'GET'): Promise<Answered> {
  return threads.browser().call(method, path, { headers: { authorization: `Bearer ${token}` }, body: '' })
}

describe('files in a secure thread: this guarantees that', () => {
  it('an agent gets what the customer sent, byte by byte', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    const bytes = pdf(THREAD_FILE_BYTES_MAX)
    expect((await thread.customer.upload(thread.place, card({ bytes }))).status).toBe(303)
    const [message] = await messagesOf(thread)
    const [attachment] = message?.attachments ?? []
    expect(message).toMatchObject({ direction: 'inbound', text: null, content: { type: 'media' } })
    expect(attachment).toMatchObject({
      type: 'file',
      name: 'Ausweis Zoë.pdf',
      mimeType: 'application/pdf',
      sizeBytes: bytes.length,
      status: 'stored',
      url: `/v1/conversations/${message?.conversationId}/attachments/${attachment?.id}`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    const file = await download(attachment?.url ?? '', await tokenOf({ sub: 'gerda' }))
    expect(file).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': "attachment; filename*=UTF-8''Ausweis%20Zo%C3%AB.pdf",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    })
    expect(file.bytes.equals(bytes)).toBe(true)
    const log = await desk.entries(message?.conversationId ?? '')
    const readers = log.filter((entry) => entry.kind === 'activity' && entry.type === 'conversation.accessed')
    expect(readers.map(({ actor }) => actor.id)).toContain('gerda')
  })

  it('it waits for an answer like words, and is no word of a list', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    await thread.customer.upload(thread.place, card())
    const id = await threads.conversationOf(thread.offered)
    const { data } = await inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } })
    expect(data).toMatchObject({
      status: 'open',
      unread: 1,
      lastMessage: { text: null, direction: 'inbound' },
      sla: { metric: 'first_response', state: 'running' },
    })
    const handoff = await threads.store.handoff(thread.offered.handoff.id, 'consistent')
    expect(handoff).toMatchObject({ state: 'completed', privateConversationId: id })
  })

  it('the customer sees it, and saves it again', { timeout: TIMEOUT_MS }, async () => {
    const { customer, place } = await openThread()
    const file = card()
    await customer.upload(place, file)
    const page = await customer.get(place)
    expect(page.body).toContain(`<a href="${place}/files/1" download>Ausweis Zoë.pdf</a> (20 kB)`)
    const news = JSON.parse((await customer.get(`${place}/messages?after=0`)).body)
    expect(news.lines).toMatchObject([
      { text: '', file: { name: 'Ausweis Zoë.pdf', size: '20 kB', path: `${place}/files/1` } },
    ])
    const saved = await customer.get(`${place}/files/1`)
    expect(saved).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } })
    expect(saved.headers['content-disposition']).toMatch(/^attachment;/)
    expect(saved.headers['content-security-policy']).toBe(page.headers['content-security-policy'])
    expect(saved.bytes.equals(file.bytes)).toBe(true)
    await customer.post(`${place}/messages`, { text: 'No file.' })
    expect((await customer.get(`${place}/files/2`)).status).toBe(404)
    expect((await customer.get(`${place}/files/9`)).status).toBe(404)
  })

  it('without the scope there is no file, nor a thread', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    await thread.customer.upload(thread.place, card())
    const [message] = await messagesOf(thread)
    const url = message?.attachments[0]?.url ?? ''
    const plain = await tokenOf({ sub: 'bob', scope: 'inbox:read inbox:write inbox:admin' })
    const masked = await download(url, plain)
    expect(masked.status).toBe(404)
    const unknown = url.replaceAll(/[a-z2-7]{26}/g, 'a'.repeat(26))
    const strip = ({ body }: Answered): string =>
      body.replaceAll(/[a-z2-7]{26}/g, '').replace(/"requestId":"[^"]+"/, '')
    expect(strip(masked)).toBe(strip(await download(unknown, plain)))
    expect((await download(url, 'nonsense')).status).toBe(401)
    const all = await tokenOf({ sub: 'carol' })
    expect((await download(url, all, 'HEAD')).bytes).toHaveLength(0)
    expect((await download(url.replace(/_\d+$/, '_2'), all)).status).toBe(404)
    const open = `/v1/conversations/${thread.offered.publicConversationId}/attachments/att_1`
    expect(JSON.parse((await download(open, all)).body)).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining('`url`'),
    })
  })

  it.each([
    ['a page', card({ bytes: Buffer.from('<!doctype html><script>alert(1)</script>') })],
    ['a picture of markup', card({ type: 'image/svg+xml', bytes: Buffer.from('<svg onload="alert(1)"/>') })],
    ['a program', card({ bytes: Buffer.concat([Buffer.from('MZ'), randomBytes(2000)]) })],
    ['a program that says it is a picture', card({ type: 'image/png', bytes: Buffer.from('MZ program') })],
    ['a document that says it is a picture', card({ type: 'image/png' })],
    ['an archive', card({ type: 'application/zip', bytes: Buffer.from('PK\u0003\u0004 archive') })],
    ['text', card({ type: 'text/plain', bytes: Buffer.from('Just words.') })],
  ])('%s is not taken', { timeout: TIMEOUT_MS }, async (_name, file) => {
    const thread = await openThread()
    const refused = await thread.customer.upload(thread.place, file, BY_SCRIPT)
    expect(refused.status).toBe(422)
    expect(JSON.parse(refused.body).notice).toContain('Please send a photo or a PDF.')
    expect(await messagesOf(thread)).toEqual([])
  })

  it(
    'too large or nothing at all is said in words, with and without script',
    { timeout: TIMEOUT_MS },
    async () => {
      const thread = await openThread()
      const { customer, place } = thread
      const large = card({ bytes: pdf(THREAD_FILE_BYTES_MAX + 1) })
      expect((await customer.get(place)).body).toContain('A photo or a PDF of at most 4 MB')
      const page = await customer.upload(place, large)
      expect(page.status).toBe(422)
      expect(page.body).toContain('This file is too large. Please send one of at most 4 MB.')
      expect(JSON.parse((await customer.upload(place, large, BY_SCRIPT)).body).notice).toContain('too large')
      const german = await customer.upload(place, large, { 'accept-language': 'de' })
      expect(german.body).toContain('Bitte senden Sie eine von höchstens 4 MB.')
      for (const empty of [card({ bytes: new Uint8Array() }), card({ name: '', bytes: new Uint8Array() })]) {
        expect((await customer.upload(place, empty)).body).toContain('Please choose a file first.')
      }
      const noForm = await customer.post(`${place}/files`, { file: 'x' })
      expect(noForm.body).toContain('Please choose a file first.')
      expect(await messagesOf(thread)).toEqual([])
    },
  )

  it(
    'a file that is sent again is there once, and another one is not lost',
    { timeout: TIMEOUT_MS },
    async () => {
      const thread = await openThread()
      const { customer, place } = thread
      const file = card({ once: 'a'.repeat(43) })
      const answers = await Promise.all([1, 2, 3].map(() => customer.upload(place, file, BY_SCRIPT)))
      answers.push(await customer.upload(place, file, BY_SCRIPT))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      for (const { body } of answers) expect(JSON.parse(body)).toMatchObject({ seq: 1 })
      expect(await messagesOf(thread)).toHaveLength(1)
      // What a connection that broke left in the form goes with the next choice, too.
      const other = card({ once: 'a'.repeat(43), name: 'Rückseite.pdf' })
      await customer.upload(place, other, BY_SCRIPT)
      const messages = await messagesOf(thread)
      expect(messages.map(({ attachments }) => attachments[0]?.name)).toEqual([
        'Ausweis Zoë.pdf',
        'Rückseite.pdf',
      ])
      const own = (await listStoredFiles(inbox)).filter((key) =>
        key.includes(messages[0]?.conversationId ?? ''),
      )
      expect(own).toHaveLength(2)
      expect(own.every((key) => key.startsWith('threads/'))).toBe(true)
    },
  )

  it('whoever is inside fills no more than a share', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    const { customer, place } = thread
    for (let files = 0; files < THREAD_FILES_MAX; files++) {
      expect((await customer.upload(place, card({ bytes: pdf(64) }))).status).toBe(303)
    }
    const refused = await customer.upload(place, card({ bytes: pdf(64) }))
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('No more files can be sent here.')
    expect((await customer.post(`${place}/messages`, { text: 'And now?' })).status).toBe(303)
    expect(await messagesOf(thread)).toHaveLength(THREAD_FILES_MAX + 1)
  })

  it('with the cookie of another thread nothing is sent or saved', { timeout: TIMEOUT_MS }, async () => {
    const [own, others] = [await openThread(), await openThread()]
    await others.customer.upload(others.place, card())
    const [cookie = ''] = [...own.customer.cookies.values()]
    own.customer.cookies.set(`inlet-thread-${others.offered.handoff.id.slice('hnd_'.length)}`, cookie)
    expect((await own.customer.upload(others.place, card())).status).toBe(404)
    expect((await own.customer.upload(others.place, card({ bytes: Buffer.from('x') }))).status).toBe(404)
    expect((await own.customer.get(`${others.place}/files/1`)).status).toBe(404)
    expect((await threads.browser().get(`${others.place}/files/1`)).status).toBe(404)
    expect(await messagesOf(others)).toHaveLength(1)
  })

  it('what another site sends is not kept', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: inbox.url, 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      expect((await thread.customer.upload(thread.place, card(), headers)).status).toBe(403)
    }
    expect((await thread.customer.post(`${thread.place}/files/1`)).status).toBe(404)
    expect(await messagesOf(thread)).toEqual([])
  })

  it('a name is no path, no program and no card number', { timeout: TIMEOUT_MS }, async () => {
    const thread = await openThread()
    const names = ['../../run.bat', 'photo\u202Egnp.exe', '4242424242424242.pdf', 'SCAN.PDF']
    for (const name of names) await thread.customer.upload(thread.place, card({ name }))
    const messages = await messagesOf(thread)
    expect(messages.map(({ attachments }) => attachments[0]?.name)).toEqual([
      '_.._run.bat.pdf',
      'photognp.exe.pdf',
      '•••• 4242.pdf',
      'SCAN.PDF',
    ])
    expect(messages[2]).toMatchObject({ masked: ['card'] })
  })

  it(
    'once it has ended nobody sends there, and its agents can still read',
    { timeout: TIMEOUT_MS },
    async () => {
      const thread = await openThread()
      const { customer, place } = thread
      const file = card()
      await customer.upload(place, file)
      await customer.post(`${place}/end`)
      expect((await customer.upload(place, card())).status).toBe(410)
      expect((await customer.upload(place, card(), BY_SCRIPT)).status).toBe(410)
      expect((await customer.get(`${place}/files/1`)).status).toBe(410)
      const [message] = await messagesOf(thread)
      const saved = await download(message?.attachments[0]?.url ?? '', await tokenOf({}))
      expect(saved.bytes.equals(file.bytes)).toBe(true)
    },
  )
})
