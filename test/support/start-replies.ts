import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { systemClock, systemPacer } from '../../functions/edge/system.ts'
import {
  deliverConversation,
  type DeliverDeps,
  type DeliveryReport,
} from '../../shared/app/deliver-conversation.ts'
import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import { type ActionOutcome, doAction } from '../../shared/app/do-action.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { createSendingRecord } from '../../shared/app/record-sending.ts'
import { sendMessage, type SendWish } from '../../shared/app/send-message.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import type { WebhookRequest } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest, type WireText } from '../../shared/channels/wire.ts'
import type { Account } from '../../shared/domain/account.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { ConversationAction } from '../../shared/domain/conversation-action.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import { parseEntryId } from '../../shared/domain/ids.ts'
import type { AuthorKind } from '../../shared/domain/reply-options.ts'
import { type Platforms, type PlatformsOptions, startPlatforms } from '../platforms/start-platforms.ts'
import { createPipeline } from './create-pipeline.ts'
import { loadWire } from './load-wire.ts'
import { createRandom } from './random.ts'
import { NO_FILE_SETTINGS, NO_FILES, NO_UPLOADS } from './no-files.ts'

export type Replies = {
  url: string
  store: InboxStore
  platforms: Platforms
  /** What the inbox and the platforms take for the time. */
  clock: { now: () => Date }
  /** What the inbox takes for the time, from now on so much later. */
  pass: (milliseconds: number) => void
  /** A customer's text, from the webhook to the table; the conversation that it is in. */
  customerWrites: (channel: string, text?: Partial<WireText>) => Promise<Conversation>
  /** An agent's reply, as the API stores it; its number. Throws for a refusal. */
  reply: (
    conversationId: string,
    text: string,
    wish?: Partial<SendWish> & { kind?: AuthorKind },
  ) => Promise<number>
  deliver: (conversationId: string, changes?: Partial<DeliverDeps>) => Promise<DeliveryReport>
  act: (conversationId: string, action: ConversationAction) => Promise<ActionOutcome>
  /** Calls the platforms, as deliver does. */
  platform: PlatformClient
  /** Waits until the platforms have told everything and all of it is stored. */
  settled: () => Promise<void>
  conversation: (id: string) => Promise<Conversation>
  message: (conversationId: string, seq: number) => Promise<MessageEntry>
  account: (channel: string, id: string) => Promise<Account | null>
  stop: () => Promise<void>
}

/** From an agent's reply to the platform and back, over a real table and the platforms' emulators. Only queues are played. */
export async function startReplies(table: Table, options: Partial<PlatformsOptions> = {}): Promise<Replies> {
  let aheadMs = 0
  const clock = { now: () => new Date(systemClock.now().getTime() + aheadMs) }
  const pipeline = createPipeline(table, clock.now)
  let work: Promise<unknown> = Promise.resolve()
  const ingestNext = (): Promise<unknown> => (work = work.then(() => pipeline.ingest()))
  const server = createServer((incoming, response) => {
    take(incoming)
      .then(({ path, request }) => acceptAny(pipeline, path, request))
      .then((status) => {
        response.writeHead(status).end()
        void ingestNext()
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const platforms = await startPlatforms({ inboxUrl: url, seed: 11, now: clock.now, ...options })
  const deps = createDeps(table, pipeline.store, { clock, url, platforms })
  const read = async <T>(value: Promise<T | null>): Promise<T> => {
    const found = await value
    if (found === null) throw new Error('It is not there.')
    return found
  }
  return {
    url,
    store: pipeline.store,
    platforms,
    clock,
    platform: deps.platform,
    pass: (milliseconds) => {
      aheadMs += milliseconds
    },
    customerWrites: async (channel, text = {}) => {
      const request = await toCustomerRequest(channel, text, url, clock.now())
      await pipeline.accept(channel, request)
      platforms.observe(toObserved(channel, request))
      const reports = (await ingestNext()) as Awaited<ReturnType<typeof pipeline.ingest>>
      const stored = reports.flatMap((report) => (report.kind === 'done' ? report.outcomes : []))
      const place = stored.find((outcome) => outcome.kind === 'stored')
      if (place?.kind !== 'stored') throw new Error(`Nothing was stored: ${JSON.stringify(reports)}`)
      return read(pipeline.store.conversation(place.conversationId, 'consistent'))
    },
    reply: async (conversationId, text, { kind = 'human', ...wish } = {}) => {
      const answers = createAnswerStore(table, clock)
      const accounts = createAccountStore(table, clock)
      const replies = { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION }
      const outcome = await sendMessage(
        {
          store: pipeline.store,
          clockChannels: createClockChannels(findChannel),
          answers,
          seals: null,
          accounts,
          clock,
          pacer: systemPacer,
          uploads: NO_UPLOADS,
          replies,
        },
        {
          conversationId,
          text,
          quickReplies: [],
          template: null,
          replyTo: null,
          author: null,
          seenUpTo: null,
          ...wish,
        },
        { actor: { kind, id: 'agent-1', name: 'Kim' }, requestId: randomUUID(), claim: null },
      )
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome))
      return parseEntryId(outcome.answer.id)?.seq ?? 0
    },
    act: (conversationId, action) => doAction(deps, conversationId, action),
    deliver: (conversationId, changes = {}) =>
      deliverConversation({ ...deps, ...changes }, conversationId, () => true),
    settled: async () => {
      await platforms.backChannel.settled()
      await ingestNext()
    },
    conversation: (id) => read(pipeline.store.conversation(id, 'consistent')),
    message: async (conversationId, seq) => {
      const entry = await pipeline.store.entry(conversationId, seq, 'consistent')
      if (entry?.kind !== 'message') throw new Error(`Entry ${seq} is no message.`)
      return entry
    },
    account: (channel, id) => createAccountStore(table, clock).account(channel, id),
    stop: async () => {
      await platforms.stop()
      await work
      server.closeAllConnections()
      server.close()
    },
  }
}

function createDeps(
  table: Table,
  store: InboxStore,
  { clock, url, platforms }: { clock: { now: () => Date }; url: string; platforms: Platforms },
): DeliverDeps {
  const { awsSms: smsVoiceUrl, ...hosts } = platforms.baseUrls
  const credentials = () => Promise.resolve({ accessKeyId: 'local', secretAccessKey: 'local' })
  const pacer = { ...systemPacer, random: () => 0 }
  return {
    store,
    clockChannels: createClockChannels(findChannel),
    clock,
    pacer,
    shards: { queue: 4, feed: 1 },
    settings: {
      findChannel,
      usesHumanAgentWindow: true,
      redaction: BUILT_IN_REDACTION,
      publicUrl: url,
      ...NO_FILE_SETTINGS,
    },
    secrets: { read: (channel) => Promise.resolve(findChannel(channel)?.manifest.secret.local ?? {}) },
    sending: createSendingRecord({ accounts: createAccountStore(table, clock), clock, pacer, feedShards: 1 }),
    platform: createPlatformClient({
      hosts,
      timeoutMs: 10_000,
      clock: systemClock,
      aws: { region: 'us-east-1', credentials, smsVoiceUrl },
    }),
    files: NO_FILES,
    nextNonce: randomUUID,
    nextSecret: () => randomBytes(32),
  }
}

const random = createRandom(2)

async function toCustomerRequest(
  channel: string,
  text: Partial<WireText>,
  url: string,
  at: Date,
): Promise<WebhookRequest> {
  const { wire } = await loadWire(channel)
  const visibility = text.visibility ?? 'private'
  const whole: WireText = {
    id: wire.createMessageId(random, visibility),
    account: wire.account,
    // The same one every time, unless another is named.
    customer: wire.createCustomer(createRandom(1), null),
    name: 'Mara Beispiel',
    text: 'Hello',
    visibility,
    root: null,
    at,
    ...text,
  }
  return toWebhookRequest(wire.toTextRequest(whole, url))
}

function toObserved(channel: string, { url, headers, body }: WebhookRequest) {
  const bodyBase64 = Buffer.from(body).toString('base64')
  return { channel, path: new URL(url).pathname, headers: { ...headers }, bodyBase64 }
}

async function take(incoming: IncomingMessage): Promise<{ path: string; request: WebhookRequest }> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  const [path = '/', rawQuery = ''] = (incoming.url ?? '/').split('?')
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  )
  const url = `http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`
  return { path, request: { method: 'POST', url, rawQuery, headers, body: Buffer.concat(chunks) } }
}

async function acceptAny(
  pipeline: ReturnType<typeof createPipeline>,
  path: string,
  request: WebhookRequest,
): Promise<number> {
  const channel = path.split('/').at(-1) ?? ''
  if (path.startsWith('/local/topics/')) {
    const body = Buffer.from(request.body).toString('utf8')
    await pipeline.acceptTopic(channel, { body, sentAt: new Date().toISOString() })
    return 202
  }
  const outcome = await pipeline.accept(channel, request)
  return outcome.kind === 'accepted' ? 200 : 401
}
