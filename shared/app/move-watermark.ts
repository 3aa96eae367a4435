import type { IdentityRecord } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import {
  coverEntry,
  isCoveredBefore,
  raiseWatermark,
  type WatermarkOrigin,
} from '../domain/decide-watermark.ts'
import type { Entry } from '../domain/entry.ts'
import type { InboundWatermark } from '../domain/inbound.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { findConversation } from './resolve-thread.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/**
 * How many entries are looked at, newest first: mostly one short query, and never more than one transaction can change.
 * What lies further back is covered by the conversation's watermark alone.
 */
const ENTRIES_AT_ONCE = [5, 15, 30]

/** Everything that our side sent up to an instant was delivered, or read. Says nothing about who never wrote. */
export async function moveWatermark(
  watermark: InboundWatermark,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit, envelope, causationId } = context
  const { key, receivedAt, account } = envelope
  const { identities } = watermark.party
  // Nothing would be written, so no condition would tell that a cheap read was a moment old.
  const id =
    toConversation(await unit.identities(identities), account.id) ??
    toConversation(await unit.identitiesNow(identities), account.id)
  const before = id === undefined ? null : await unit.conversation(id, false)
  if (before === null) return { kind: 'ignored', reason: 'nothing_sent' }
  const covered = await coverUpTo(unit, before, watermark, { key, receivedAt, causationId })
  return covered === null
    ? { kind: 'unchanged', reason: 'not_newer' }
    : { kind: 'watermark_moved', conversationId: before.id, covered }
}

/** Raises a conversation's watermark and tells it of each message that it newly covers; null where it is as high already. */
export async function coverUpTo(
  unit: UnitOfWork,
  before: Conversation,
  watermark: Pick<InboundWatermark, 'status' | 'upTo'>,
  origin: WatermarkOrigin,
): Promise<number | null> {
  let raised = raiseWatermark(before, watermark, origin.receivedAt)
  if (raised === null) return null
  const entries = await readUncovered(before, watermark.status, unit)
  let covered = 0
  for (const entry of entries.toReversed()) {
    const change = coverEntry(entry, raised, watermark.status, origin)
    if (change === null) continue
    unit.putEntry(change.entry)
    raised = change.conversation
    covered += 1
  }
  unit.putConversation(raised)
  return covered
}

function toConversation(records: readonly (IdentityRecord | null)[], accountId: string): string | undefined {
  const lead = records.find((record) => record !== null)
  return lead && findConversation(records, lead.contactId, accountId)
}

/** Newest first, back to what the watermark that stands covers. */
async function readUncovered(
  conversation: Conversation,
  status: InboundWatermark['status'],
  unit: UnitOfWork,
): Promise<Entry[]> {
  const uncovered: Entry[] = []
  let to = conversation.seq
  for (const count of ENTRIES_AT_ONCE) {
    if (to < 1) break
    const from = Math.max(1, to - count + 1)
    for (const entry of await unit.entriesBack(conversation.id, { from, to })) {
      if (isCoveredBefore(entry, conversation, status)) return uncovered
      uncovered.push(entry)
    }
    to = from - 1
  }
  return uncovered
}
