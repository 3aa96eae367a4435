import { Envelope } from '../domain/envelope.ts'
import type { IngestOutcome } from './ingest-context.ts'
import type { IngestEnvelope } from './ingest-envelope.ts'
import type { Clock, Quarantine } from './ports.ts'

/** How long an event is tried before it waits for a person in the dead-letter queue. */
const GIVE_UP_AFTER_MS = 6 * 3_600_000
/** Seconds until the next try, by how often the message was received. */
const PAUSES_SECONDS = [1, 2, 5, 10, 20, 40, 60]

/** Queue bodies are ASCII, so only an escape can be one. */
const HAS_SURROGATES = /\\ud[89a-f]/i

/** One message of the inbound queue. */
export type InboundDelivery = {
  messageId: string
  groupId: string
  deduplicationId: string
  body: string
  sentAt: Date
  receiveCount: number
  receiptHandle: string
  /** It was a dead letter, and this conversation misses it. */
  gapOf: string | null
}

export type IngestReport = {
  messageId: string
  envelope: Envelope | null
} & (
  | { kind: 'done'; outcomes: IngestOutcome[] }
  | { kind: 'gave_up' | 'failed'; error: unknown }
  | { kind: 'held_back' }
)

export type IngestBatchDeps = {
  ingest: IngestEnvelope
  quarantine: Quarantine
  /** Makes a message, and so its whole group, wait. */
  postpone: (delivery: InboundDelivery, seconds: number) => Promise<void>
  /** Hands a message to the dead-letter queue and marks the gap that it leaves in its conversation. */
  giveUp: (delivery: InboundDelivery, envelope: Envelope) => Promise<void>
  closeGap: (conversationId: string, letterId: string) => Promise<void>
  clock: Clock
}

/**
 * A batch of the FIFO queue: groups side by side, each group in order. A failure stops its own group only; what follows
 * it there is held back, so that nothing overtakes. Every report but `done` and `gave_up` must go back to the queue.
 */
export async function ingestBatch(
  deps: IngestBatchDeps,
  deliveries: readonly InboundDelivery[],
): Promise<IngestReport[]> {
  const groups = [...Map.groupBy(deliveries, ({ groupId }) => groupId).values()]
  return (await Promise.all(groups.map((group) => ingestGroup(deps, group)))).flat()
}

async function ingestGroup(
  deps: IngestBatchDeps,
  group: readonly InboundDelivery[],
): Promise<IngestReport[]> {
  const reports: IngestReport[] = []
  for (const [index, delivery] of group.entries()) {
    const report = await ingestDelivery(deps, delivery)
    reports.push(report)
    if (report.kind !== 'failed') continue
    const rest = group.slice(index + 1)
    const seconds = PAUSES_SECONDS[Math.min(delivery.receiveCount, PAUSES_SECONDS.length) - 1] ?? 60
    // The rest waits as long as what failed: released earlier, it would overtake it.
    await Promise.allSettled([delivery, ...rest].map((held) => deps.postpone(held, seconds)))
    reports.push(...rest.map(({ messageId }) => ({ kind: 'held_back' as const, messageId, envelope: null })))
    return reports
  }
  return reports
}

async function ingestDelivery(deps: IngestBatchDeps, delivery: InboundDelivery): Promise<IngestReport> {
  const { messageId } = delivery
  const envelope = parseEnvelope(delivery.body)
  try {
    if (envelope === null)
      return { kind: 'done', messageId, envelope, outcomes: [await setAside(deps, delivery)] }
    const outcomes = await deps.ingest(envelope)
    if (delivery.gapOf !== null) await deps.closeGap(delivery.gapOf, delivery.deduplicationId)
    return { kind: 'done', messageId, envelope, outcomes }
  } catch (error) {
    // By age, not by tries or by kind of error: even a bug may be mended by a deployment before its time is up.
    const isTooOld = deps.clock.now().getTime() - delivery.sentAt.getTime() > GIVE_UP_AFTER_MS
    if (envelope === null || !isTooOld) return { kind: 'failed', messageId, envelope, error }
    const given = await deps.giveUp(delivery, envelope).then(
      () => true,
      () => false,
    )
    return { kind: given ? 'gave_up' : 'failed', messageId, envelope, error }
  }
}

/** Only our own webhook functions write this queue; what they did not write is nobody's message. */
async function setAside(deps: IngestBatchDeps, { body, sentAt }: InboundDelivery): Promise<IngestOutcome> {
  const reason = 'envelope_invalid'
  const receivedAt = sentAt.toISOString()
  await deps.quarantine.keep({ source: 'inbound', reason, receivedAt, bytes: Buffer.from(body) })
  return { kind: 'quarantined', reason }
}

/** Half a character, which JSON can carry and the table cannot, becomes U+FFFD. */
function toWellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value
}

function parseEnvelope(body: string): Envelope | null {
  try {
    const result = Envelope.safeParse(
      HAS_SURROGATES.test(body) ? JSON.parse(body, toWellFormed) : JSON.parse(body),
    )
    return result.success ? result.data : null
  } catch {
    return null
  }
}
