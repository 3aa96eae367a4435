import type { CutOutcome, TopicMessage, UncutPiece } from '../channels/contract.ts'
import type { Redaction } from '../domain/redaction/redaction.ts'
import { type EnvelopeIds, toEnvelopeIds } from './named-ids.ts'
import type { InboundQueue, Quarantine, QueueMessage } from './ports.ts'
import { sendInOrder, toQueueMessage } from './send-envelopes.ts'

export type NotificationDeps = {
  /** Name of the channel that cuts and, later, parses. */
  source: string
  cut: (message: TopicMessage, redaction: Redaction) => CutOutcome
  redaction: Redaction
  queue: InboundQueue
  quarantine: Quarantine
}

export type NotificationDelivery = TopicMessage & { messageId: string }

/** What became of one message of the topic's queue. All but `accepted` must come again. */
export type NotificationReport = { messageId: string } & EnvelopeIds &
  (
    | { kind: 'accepted'; envelopes: number; quarantined: number }
    | { kind: 'unavailable'; unsent: number }
    | { kind: 'failed'; error: unknown }
  )

type Lot = {
  delivery: NotificationDelivery
  ids: EnvelopeIds
  messages: QueueMessage[]
  uncut: UncutPiece[]
}

/**
 * A batch of a topic's queue into the inbound queue; a message is accepted only once all that it holds is there or in
 * quarantine. The topic has no order: within the batch the time at which its queue took a message makes one.
 */
export function createAcceptNotifications(
  deps: NotificationDeps,
): (deliveries: readonly NotificationDelivery[]) => Promise<NotificationReport[]> {
  return async (deliveries) => {
    const lots = deliveries.toSorted(bySentAt).map((delivery) => toLot(deps, delivery))
    const sent = await sendInOrder(
      deps.queue,
      lots.flatMap(({ messages }) => messages),
    )
    const refused = new Set(sent.refused)
    const failed = new Set(sent.failed)
    return Promise.all(lots.map((lot) => settle(deps, lot, refused, failed)))
  }
}

function bySentAt(left: NotificationDelivery, right: NotificationDelivery): number {
  return left.sentAt < right.sentAt ? -1 : left.sentAt > right.sentAt ? 1 : 0
}

/** Nobody waits for an answer here: what the topic's queue took counts as received then, however late it is read. */
function toLot({ source, cut, redaction }: NotificationDeps, delivery: NotificationDelivery): Lot {
  const { envelopes, uncut } = cut(delivery, redaction)
  return {
    delivery,
    ids: toEnvelopeIds(source, envelopes),
    messages: envelopes.map((envelope) => toQueueMessage(source, envelope, delivery.sentAt)),
    uncut,
  }
}

async function settle(
  { source, quarantine }: NotificationDeps,
  { delivery, ids, messages, uncut }: Lot,
  refused: ReadonlySet<QueueMessage>,
  failed: ReadonlySet<QueueMessage>,
): Promise<NotificationReport> {
  const { messageId, sentAt: receivedAt } = delivery
  const about = { messageId, ...ids }
  const unsent = messages.filter((message) => failed.has(message)).length
  if (unsent > 0) return { ...about, kind: 'unavailable', unsent }
  const unfit = messages.filter((message) => refused.has(message))
  const pieces = [
    ...uncut,
    ...unfit.map(({ body }) => ({ reason: 'refused_by_queue', bytes: Buffer.from(body) })),
  ]
  try {
    for (const { reason, bytes } of pieces) await quarantine.keep({ source, reason, receivedAt, bytes })
  } catch (error) {
    return { ...about, kind: 'failed', error }
  }
  return {
    ...about,
    kind: 'accepted',
    envelopes: messages.length - unfit.length,
    quarantined: pieces.length,
  }
}
