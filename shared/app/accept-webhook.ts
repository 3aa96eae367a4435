import type { Channel, VerifyOutcome, WebhookRequest } from '../channels/contract.ts'
import type { Redaction } from '../domain/redaction/redaction.ts'
import { type EnvelopeIds, toEnvelopeIds } from './named-ids.ts'
import type { Clock, InboundQueue, Quarantine, SecretReader } from './ports.ts'
import { sendInOrder, toQueueMessage } from './send-envelopes.ts'

/** The largest body that any platform documents (WhatsApp). */
export const WEBHOOK_BODY_BYTES_MAX = 3 * 1024 * 1024

export type WebhookDeps = {
  channel: Channel
  secrets: SecretReader
  queue: InboundQueue
  quarantine: Quarantine
  clock: Clock
  redaction: Redaction
}

/** What became of a request: the answer for the platform, and counts and ids for the log. */
export type WebhookOutcome =
  | ({
      kind: 'accepted'
      envelopes: number
      quarantined: number
      secret: 'current' | 'previous'
    } & EnvelopeIds)
  | { kind: 'challenged'; contentType: string; body: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'too_large'; sizeBytes: number }
  /** The queue did not take everything: the platform must deliver again. */
  | ({ kind: 'unavailable'; unsent: number } & EnvelopeIds)

/** A platform's request in; accepted only once all that it holds is in the queue or in quarantine. */
export function createAcceptWebhook(deps: WebhookDeps): (request: WebhookRequest) => Promise<WebhookOutcome> {
  return async (request) => {
    if (request.method === 'GET') return challenge(deps, request)
    if (request.body.byteLength > WEBHOOK_BODY_BYTES_MAX) {
      return { kind: 'too_large', sizeBytes: request.body.byteLength }
    }
    const verified = await verify(deps, request)
    return verified.kind === 'verified' ? accept(deps, request, verified.secret) : verified
  }
}

async function challenge(
  { channel, secrets }: WebhookDeps,
  request: WebhookRequest,
): Promise<WebhookOutcome> {
  if (channel.handshake === null) return { kind: 'rejected', reason: 'no_handshake' }
  const outcome = channel.handshake(request, await secrets.read())
  if (outcome.kind === 'answered') return { ...outcome, kind: 'challenged' }
  const again = channel.handshake(request, await secrets.read({ refresh: true }))
  return again.kind === 'answered' ? { ...again, kind: 'challenged' } : again
}

/** A signature that does not fit may mean that the secret was rotated: looked up once more before it is refused. */
async function verify({ channel, secrets }: WebhookDeps, request: WebhookRequest): Promise<VerifyOutcome> {
  const secret = await secrets.read()
  const outcome = channel.verify(request, secret)
  if (outcome.kind === 'verified') return outcome
  const refreshed = await secrets.read({ refresh: true })
  return refreshed === secret ? outcome : channel.verify(request, refreshed)
}

async function accept(
  { channel, queue, quarantine, clock, redaction }: WebhookDeps,
  request: WebhookRequest,
  secret: 'current' | 'previous',
): Promise<WebhookOutcome> {
  const source = channel.manifest.name
  const receivedAt = clock.now().toISOString()
  const { envelopes, uncut } = channel.cut(request, redaction)
  for (const { reason, bytes } of uncut) await quarantine.keep({ source, reason, receivedAt, bytes })
  const messages = envelopes.map((envelope) => toQueueMessage(source, envelope, receivedAt))
  const { refused, failed } = await sendInOrder(queue, messages)
  for (const { body } of refused) {
    await quarantine.keep({ source, reason: 'refused_by_queue', receivedAt, bytes: Buffer.from(body) })
  }
  const ids = toEnvelopeIds(source, envelopes)
  if (failed.length > 0) return { kind: 'unavailable', unsent: failed.length, ...ids }
  return {
    kind: 'accepted',
    envelopes: envelopes.length - refused.length,
    quarantined: uncut.length + refused.length,
    secret,
    ...ids,
  }
}
