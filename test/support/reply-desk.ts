import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { WireText } from '../../shared/channels/wire.ts'
import type { SentCall } from '../platforms/server/sent-log.ts'
import type { ReceiptMood } from '../platforms/server/back-channel.ts'
import { type ApiSchema, readData } from './api-client.ts'
import { loadWires } from './load-wire.ts'
import { createRandom } from './random.ts'
import type { TestInbox } from './start-inbox.ts'

type Listed = Pick<ApiSchema<'Conversation'>, 'id' | 'contactId' | 'account'>
export type Message = Extract<ApiSchema<'Entry'>, { kind: 'message' }>

/** Where a customer writes. `provider`: which of several carries it. */
export type Place = { channel: string; visibility: 'public' | 'private'; provider?: 'aws' }

const POSTS_MAX = 20
const POST_PAUSE_MS = 100

/** Receipts in their order, after the answer, once. */
export const CALM_RECEIPTS = { enabled: true, beforeAnswer: 0, outOfOrder: 0, twice: 0, delayMs: 10 }

export type ReplyAnswer = { status: number; replayed: boolean; body: Message & { code?: string } }

/** Customers, agents and platforms of an inbox that runs as `npm start` runs it: all from outside, over HTTP. */
export type ReplyDesk = {
  /** A customer's text, until it is in the inbox. */
  customerWrites: (place: Place, text?: Partial<WireText>) => Promise<Listed>
  /** What an agent posts, with a key of its own unless one is given; a 5xx is answered with the same request. */
  post: (
    conversationId: string,
    reply: object,
    as?: { key?: string; token?: string; headers?: Record<string, string> },
  ) => Promise<ReplyAnswer>
  tokenOf: (kind: 'human' | 'ai' | 'automation') => Promise<string>
  /** Calls that the platforms received, oldest first. */
  sent: (channel: string) => Promise<SentCall[]>
  fault: (channel: string, fault: object | null) => Promise<void>
  control: (method: 'PUT' | 'POST', path: 'receipts' | 'pace' | 'settled', body?: object) => Promise<void>
  entries: (conversationId: string) => Promise<ApiSchema<'Entry'>[]>
  /** The message once it is as wanted, or as it is when that never comes. */
  message: (of: Message, isDone: (message: Message) => boolean) => Promise<Message>
  /** What `/v1/events` says of an entry, in the feed's order. */
  story: (of: Message) => Promise<ApiSchema<'Event'>[]>
}

const WIRES = await loadWires()

export async function openReplyDesk(
  inbox: TestInbox,
  receipts: ReceiptMood = CALM_RECEIPTS,
): Promise<ReplyDesk> {
  const random = createRandom(5)
  const control: ReplyDesk['control'] = async (method, path, body) => {
    const url = `${inbox.stack.platforms?.url ?? ''}/control/${path}`
    await expectOk(fetch(url, { method, ...toJsonBody(body) }))
  }
  await control('PUT', 'receipts', receipts)
  const tokenOf = async (kind: string): Promise<string> => {
    const answer = await expectOk(
      fetch(`${inbox.url}/local/token`, { method: 'POST', ...toJsonBody({ kind }) }),
    )
    return ((await answer.json()) as { access_token: string }).access_token
  }
  const agent = await tokenOf('human')
  const entries: ReplyDesk['entries'] = async (id) => {
    const parameters = { params: { path: { id }, query: { limit: 100, order: 'asc' as const } } }
    return (await readData(inbox.api.GET('/v1/conversations/{id}/entries', parameters))).data
  }
  return {
    control,
    tokenOf,
    entries,
    customerWrites: async (place, text = {}) => {
      const wire = WIRES[place.channel]?.wire
      if (wire === undefined) throw new Error(`nobody plays ${place.channel}`)
      const whole: WireText = {
        id: wire.createMessageId(random, place.visibility),
        account: wire.account,
        customer: wire.createCustomer(random, place.provider ?? null),
        name: 'Mara Beispiel',
        text: `Hello? ${randomUUID()}`,
        visibility: place.visibility,
        root: null,
        at: new Date(),
        ...text,
      }
      await deliver(inbox.url, place, whole, wire)
      const found = await inbox.eventually(
        () => findConversation(inbox, whole.text),
        (conversation) => conversation !== undefined,
      )
      if (found === undefined) throw new Error(`${place.channel}: what the customer wrote is not there`)
      return found
    },
    post: async (conversationId, reply, { key = randomUUID(), token = agent, headers = {} } = {}) => {
      const request = {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
          ...headers,
        },
        body: JSON.stringify(reply),
      }
      for (let tries = 1; ; tries++) {
        const response = await fetch(`${inbox.url}/v1/conversations/${conversationId}/messages`, request)
        const replayed = response.headers.get('idempotent-replayed') === 'true'
        const body = (await response.json()) as ReplyAnswer['body']
        if (response.status < 500 || tries === POSTS_MAX) return { status: response.status, replayed, body }
        await wait(POST_PAUSE_MS)
      }
    },
    sent: async (channel) => {
      // A busy machine may answer that it is busy.
      const { data } = await inbox.eventually(
        () => inbox.get<{ data?: SentCall[] }>(`/local/sent?channel=${channel}`),
        (answer) => answer.data !== undefined,
      )
      if (data === undefined) throw new Error('the platforms do not say what they were sent')
      return data
    },
    fault: async (channel, fault) => {
      const url = `${inbox.url}/local/platforms/${channel}/fault`
      const init = fault === null ? { method: 'DELETE' } : { method: 'PUT', ...toJsonBody(fault) }
      await expectOk(fetch(url, init))
    },
    message: (of, isDone) =>
      inbox.eventually(async () => {
        const found = (await entries(of.conversationId)).find(({ seq }) => seq === of.seq)
        if (found?.kind !== 'message') throw new Error(`entry ${of.seq} is no message`)
        return found
      }, isDone),
    story: async ({ conversationId, seq }) => {
      const events = await readFeed(inbox)
      return events.filter((event) => event.conversationId === conversationId && event.seq === seq)
    },
  }
}

async function deliver(
  inboxUrl: string,
  { channel, provider }: Place,
  text: WireText,
  wire: (typeof WIRES)[string]['wire'],
): Promise<void> {
  if (provider === 'aws') {
    const body = wire.toTextNotification?.(text) ?? ''
    await expectOk(fetch(`${inboxUrl}/local/topics/${channel}`, { method: 'POST', body }))
    return
  }
  const { url, headers, body } = wire.toTextRequest(text, inboxUrl)
  await expectOk(fetch(url, { method: 'POST', headers, body: Buffer.from(body) }))
}

async function findConversation(inbox: TestInbox, text: string): Promise<Listed | undefined> {
  const query = { limit: 100 }
  const { data } = await readData(inbox.api.GET('/v1/conversations', { params: { query } }))
  return data.find(({ lastMessage }) => lastMessage?.text === text)
}

async function readFeed(inbox: TestInbox): Promise<ApiSchema<'Event'>[]> {
  const events: ApiSchema<'Event'>[] = []
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const query = { limit: 100, ...(after === undefined ? {} : { after }) }
    const { data, page } = await readData(inbox.api.GET('/v1/events', { params: { query } }))
    events.push(...data)
    after = page.next ?? after
    hasMore = page.hasMore
  }
  return events
}

function toJsonBody(body: object | undefined): RequestInit {
  return body === undefined
    ? {}
    : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function expectOk(call: Promise<Response>): Promise<Response> {
  const response = await call
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return response
}
