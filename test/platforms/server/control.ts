import * as z from 'zod'
import { findChannel } from '../../../shared/channels/registry.ts'
import type { WebhookRequest } from '../../../shared/channels/contract.ts'
import type { Emulator, PlatformAnswer } from '../emulator.ts'
import { decodeJson } from '../json.ts'
import { type MediaBook, MediaPlan } from '../media/media-book.ts'
import { Pace } from '../pace.ts'
import { KnownTemplate } from '../graph/whatsapp-templates.ts'
import { type BackChannel, ReceiptMood } from './back-channel.ts'
import { type Fault, type FaultBook, FaultPlan } from './fault.ts'
import type { SentLog } from './sent-log.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }
const MEDIA_PATH = /^\/control\/media\/([^/]+)$/
const FAULT_PATH = /^\/control\/faults\/([^/]+)$/

/** What passed the local front. `body` of a topic is what was published. */
export const Observed = z.union([
  z.strictObject({
    channel: z.string(),
    path: z.string().startsWith('/'),
    headers: z.record(z.string(), z.string()),
    bodyBase64: z.base64(),
  }),
  z.strictObject({ channel: z.string(), topicBody: z.string() }),
])
export type Observed = z.infer<typeof Observed>

export type ControlParts = {
  inboxUrl: string
  emulators: readonly Emulator[]
  faults: FaultBook
  log: SentLog
  backChannel: BackChannel
  setTemplates: (templates: readonly KnownTemplate[]) => void
  setPace: (pace: Pace) => void
  media: MediaBook
  mediaUrlOf: (id: string) => string
}

/** `/control/*`: what the test or the local run asks, as no platform could be asked. */
export async function answerControl(
  parts: ControlParts,
  { method, url, body }: { method: string; url: URL; body: Buffer },
): Promise<PlatformAnswer> {
  const route = `${method} ${url.pathname}`
  const faultOf = FAULT_PATH.exec(url.pathname)?.[1]
  if (faultOf !== undefined) return answerFault(parts, method, decodeURIComponent(faultOf), body)
  const file = method === 'PUT' ? MEDIA_PATH.exec(url.pathname)?.[1] : undefined
  if (file !== undefined) return answerMedia(parts, decodeURIComponent(file), body)
  switch (route) {
    case 'GET /control/sent':
      return toJson(200, { data: parts.log.list(url.searchParams.get('channel')) })
    case 'DELETE /control/sent':
      parts.log.clear()
      return { status: 204, body: null }
    case 'GET /control/deliveries':
      return toJson(200, { data: parts.backChannel.delivered() })
    case 'POST /control/settled':
      await parts.backChannel.settled()
      return { status: 204, body: null }
    case 'PUT /control/receipts':
      return withInput(ReceiptMood, body, (mood) => parts.backChannel.setMood(mood))
    case 'PUT /control/pace':
      return withInput(Pace, body, parts.setPace)
    case 'PUT /control/templates':
      return withInput(z.array(KnownTemplate), body, parts.setTemplates)
    case 'POST /control/observed':
      return answerObserved(parts, body)
    default:
      return toJson(404, { error: `There is no ${route}.` })
  }
}

/** A file that the platforms have from now on, and where it lies. */
function answerMedia({ media, mediaUrlOf }: ControlParts, id: string, body: Buffer): PlatformAnswer {
  const input = MediaPlan.safeParse(decodeJson(body))
  if (!input.success) return toJson(400, { error: z.prettifyError(input.error) })
  media.set(id, input.data)
  return toJson(200, { url: mediaUrlOf(id) })
}

function answerFault(parts: ControlParts, method: string, channel: string, body: Buffer): PlatformAnswer {
  if (findChannel(channel) === undefined) return toJson(404, { error: `There is no channel ${channel}.` })
  if (method === 'DELETE') {
    parts.faults.clear(channel)
    return { status: 204, body: null }
  }
  if (method !== 'PUT') return toJson(405, { error: 'PUT or DELETE.' })
  const input = FaultPlan.safeParse(decodeJson(body))
  if (!input.success) return toJson(400, { error: z.prettifyError(input.error) })
  const problem = faultProblem(parts.emulators, channel, input.data)
  if (problem !== null) return toJson(400, { error: problem })
  parts.faults.plan(channel, input.data)
  return { status: 204, body: null }
}

/** A fault that no platform could have is a mistake of the test; null: it can be planned. */
export function faultProblem(
  emulators: readonly Emulator[],
  channel: string,
  faults: readonly Fault[],
): string | null {
  for (const { code, subcode = null, provider, failLater = false } of faults) {
    if (code === undefined) continue
    const players = emulators.filter((emulator) => provider === undefined || emulator.provider === provider)
    const isKnown = players.some((emulator) =>
      failLater ? emulator.canFailLater(channel, code) : emulator.refusalOf(channel, code, subcode) !== null,
    )
    if (!isKnown) {
      return `No platform of ${channel} ${failLater ? 'fails later with' : 'answers with'} the code ${code}.`
    }
  }
  return null
}

function answerObserved(parts: ControlParts, body: Buffer): PlatformAnswer {
  const input = Observed.safeParse(decodeJson(body))
  if (!input.success) return toJson(400, { error: z.prettifyError(input.error) })
  return toJson(200, observe(parts, input.data))
}

/** Only what verifies with the local secret teaches: a stranger must not be able to close a window. */
export function observe(
  { inboxUrl, emulators }: Pick<ControlParts, 'inboxUrl' | 'emulators'>,
  observed: Observed,
): { learned: boolean; reason?: string } {
  const channel = findChannel(observed.channel)
  if (channel === undefined) return { learned: false, reason: 'unknown_channel' }
  if ('topicBody' in observed) {
    for (const emulator of emulators) emulator.observeTopic?.(observed.topicBody)
    return { learned: true }
  }
  const request = toWebhookRequest(inboxUrl, observed)
  const outcome = channel.verify(request, channel.manifest.secret.local)
  if (outcome.kind === 'rejected') return { learned: false, reason: outcome.reason }
  for (const emulator of emulators) emulator.observe(observed.channel, request)
  return { learned: true }
}

function toWebhookRequest(
  inboxUrl: string,
  { path, headers, bodyBase64 }: Extract<Observed, { path: string }>,
): WebhookRequest {
  const lowered = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const url = `${inboxUrl}${path}`
  const body = Buffer.from(bodyBase64, 'base64')
  return { method: 'POST', url, rawQuery: path.split('?')[1] ?? '', headers: lowered, body }
}

function withInput<T>(schema: z.ZodType<T>, body: Buffer, use: (input: T) => void): PlatformAnswer {
  const input = schema.safeParse(decodeJson(body))
  if (!input.success) return toJson(400, { error: z.prettifyError(input.error) })
  use(input.data)
  return { status: 204, body: null }
}

function toJson(status: number, body: unknown): PlatformAnswer {
  return { status, headers: JSON_HEADERS, body }
}
