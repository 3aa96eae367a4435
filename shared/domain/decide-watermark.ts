import type { Conversation } from './conversation.ts'
import { type AmendmentOutcome, decideAmendment } from './decide-amendment.ts'
import type { Entry, MessageEntry } from './entry.ts'
import { toEntryId } from './ids.ts'
import type { InboundWatermark } from './inbound.ts'

export type WatermarkOrigin = { key: string; receivedAt: string; causationId: string }

/** The conversation with its watermarks raised, or null where they are as high already. Read implies delivered. */
export function raiseWatermark(
  conversation: Conversation,
  { status, upTo }: Pick<InboundWatermark, 'status' | 'upTo'>,
  receivedAt: string,
): Conversation | null {
  // A watermark of the future would cover messages that nobody has sent yet.
  const until = upTo < receivedAt ? upTo : receivedAt
  if (until <= (watermarkOf(conversation, status) ?? '')) return null
  const isDelivered = until > (conversation.deliveredUpTo ?? '')
  return {
    ...conversation,
    deliveredUpTo: isDelivered ? until : conversation.deliveredUpTo,
    readUpTo: status === 'read' ? until : conversation.readUpTo,
    updatedAt: receivedAt > conversation.updatedAt ? receivedAt : conversation.updatedAt,
  }
}

/**
 * Whether everything that our side sent before this entry was covered by the watermark that stood before. What the
 * customer wrote says nothing of that: a reply may have waited until after it.
 */
export function isCoveredBefore(
  entry: Entry,
  before: Conversation,
  status: InboundWatermark['status'],
): boolean {
  if (entry.kind !== 'message' || entry.late || !(wasSent(entry) || entry.status === 'read')) return false
  return entry.sentAt <= (watermarkOf(before, status) ?? '')
}

/** What the watermark says of one message, as its own receipt would; null where it says nothing new. */
export function coverEntry(
  entry: Entry,
  raised: Conversation,
  status: InboundWatermark['status'],
  origin: WatermarkOrigin,
): Extract<AmendmentOutcome, { kind: 'changed' }> | null {
  const at = watermarkOf(raised, status)
  if (entry.kind !== 'message' || at === null || entry.sentAt > at || !wasSent(entry)) return null
  const receipt = {
    kind: 'receipt',
    target: entry.providerId ?? toEntryId(entry.conversationId, entry.seq),
    status,
    at,
    correlation: null,
    error: null,
  } as const
  const outcome = decideAmendment(entry, raised, { ...origin, amendment: receipt })
  return outcome.kind === 'changed' ? outcome : null
}

/** A message that failed or never left was not read with the others. */
function wasSent({ status }: MessageEntry): boolean {
  return status === 'sent' || status === 'delivered'
}

function watermarkOf(
  { deliveredUpTo, readUpTo }: Conversation,
  status: InboundWatermark['status'],
): string | null {
  return status === 'read' ? readUpTo : deliveredUpTo
}
