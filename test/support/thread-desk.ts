import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { toCode, toLinkToken, toPassDigest } from '../../shared/domain/handoff/pass.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { threadOfferOf } from './thread-offer-of.ts'
import { openTable } from './open-table.ts'
import type { ReplyDesk } from './reply-desk.ts'
import type { TestInbox } from './start-inbox.ts'

export type Offered = {
  handoff: Handoff
  /** Path of the link. */
  link: string
  code: string
  publicConversationId: string
  /** Where the link and the codes go. */
  privateConversationId: string
}

export type Answered = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
  /** The same before it is read as text. */
  bytes: Buffer
}

/** A file as somebody chooses it, in the form with this `once`. */
export type ChosenFile = { name: string; type: string; bytes: Uint8Array; once?: string }

/** Secure threads of an inbox that runs as `npm start` runs it: offers, and browsers that come to them. */
export type ThreadDesk = {
  store: InboxStore
  /** A customer wrote in public and in private, and an agent offered them a secure thread. */
  offer: (of?: Partial<Handoff>) => Promise<Offered>
  /** A further code of an offer, as it would be sent. */
  mintCode: (of: Offered) => Promise<string>
  browser: (address?: string) => ThreadBrowser
  /** A browser at an address that nobody else has. */
  somebody: () => ThreadBrowser
  /** Link, button, code: the browser is where the customer writes. The path of that page. */
  enter: (of: Offered, browser: ThreadBrowser, code?: string) => Promise<string>
  /** The thread's conversation, once the customer has written. */
  conversationOf: (of: Offered) => Promise<string>
}

/** What a browser keeps and sends. */
export type ThreadBrowser = {
  cookies: Map<string, string>
  get: (path: string, headers?: Record<string, string>) => Promise<Answered>
  /** A form of our own page, unless the headers say otherwise. */
  post: (path: string, form?: Record<string, string>, headers?: Record<string, string>) => Promise<Answered>
  /** The form of our own page that sends a file, unless the headers say otherwise. */
  upload: (place: string, file: ChosenFile, headers?: Record<string, string>) => Promise<Answered>
  /** Anything else, from the same address. */
  call: (
    method: string,
    path: string,
    of: { headers: Record<string, string>; body: string },
  ) => Promise<Answered>
}

export function openThreadDesk(inbox: TestInbox, desk: ReplyDesk): ThreadDesk {
  const store = createInboxStore(openTable(inbox.stack), {
    clock: { now: () => new Date() },
    retentionDays: null,
  })
  const savePass = async (handoff: Handoff, use: 'link' | 'code', secret: string): Promise<void> => {
    const pass = { digest: toPassDigest(use, secret), handoffId: handoff.id, use }
    const madeAt = new Date().toISOString()
    await store.save([{ kind: 'handoff_pass', pass: { ...pass, madeAt, validUntil: handoff.expiresAt } }])
  }
  let addresses = 1
  return {
    store,
    offer: async (of = {}) => {
      const open = await desk.customerWrites({ channel: 'facebook', visibility: 'public' })
      const direct = await desk.customerWrites({ channel: 'facebook', visibility: 'private' })
      const handoff = threadOfferOf({
        publicConversationId: open.id,
        contactId: open.contactId,
        privateConversationId: direct.id,
        ...of,
      })
      await store.save([{ kind: 'handoff', handoff, expectedVersion: null }])
      const token = toLinkToken(randomBytes(32))
      const code = toCode(randomBytes(32))
      await savePass(handoff, 'link', token)
      await savePass(handoff, 'code', code)
      const conversations = { publicConversationId: open.id, privateConversationId: direct.id }
      return { handoff, link: `/t/${token}`, code, ...conversations }
    },
    mintCode: async ({ handoff }) => {
      const code = toCode(randomBytes(32))
      await savePass(handoff, 'code', code)
      return code
    },
    browser: (address) => createBrowser(inbox.url, address ?? '127.0.0.1'),
    somebody: () => createBrowser(inbox.url, `127.0.1.${++addresses}`),
    enter: async ({ link, code: first }, browser, code = first) => {
      const pressed = await browser.post(link)
      const place = String(pressed.headers['location']).split('?')[0] ?? ''
      const proved = await browser.post(`${place}/code`, { code })
      if (proved.headers['location'] !== place) throw new Error(`not let in: ${JSON.stringify(proved)}`)
      return place
    },
    conversationOf: async ({ handoff }) => {
      const now = await store.handoff(handoff.id, 'consistent')
      return now?.privateConversationId ?? ''
    },
  }
}

function createBrowser(url: string, address: string): ThreadBrowser {
  const cookies = new Map<string, string>()
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Uint8Array,
  ): Promise<Answered> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { ...(cookie === '' ? {} : { cookie }), ...headers }
    const answer = await call(new URL(path, url), { method, headers: sent, address, body })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  const origin = new URL(url).origin
  return {
    cookies,
    call: (method, path, { headers, body }) => ask(method, path, headers, body),
    get: (path, headers = {}) => ask('GET', path, headers, ''),
    post: (path, form = {}, headers = {}) => {
      const own = { 'content-type': 'application/x-www-form-urlencoded', origin }
      return ask('POST', path, { ...own, ...headers }, new URLSearchParams(form).toString())
    },
    upload: async (place, { name, type, bytes, once }, headers = {}) => {
      const form = new FormData()
      if (once !== undefined) form.set('once', once)
      form.set('file', new File([Uint8Array.from(bytes)], name, { type }))
      const sent = new Response(form)
      const own = { 'content-type': sent.headers.get('content-type') ?? '', origin }
      const body = new Uint8Array(await sent.arrayBuffer())
      return ask('POST', `${place}/files`, { ...own, ...headers }, body)
    },
  }
}

/** From an address of this machine's own: every one of 127.0.0.0/8 is. */
function call(
  url: URL,
  of: { method: string; headers: Record<string, string>; address: string; body: string | Uint8Array },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method, headers, address: localAddress, body } = of
    const sent = httpRequest(url, { method, headers, localAddress }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const { statusCode: status = 0, headers: answered } = response
        resolve({ status, headers: answered, body: bytes.toString('utf8'), bytes })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
