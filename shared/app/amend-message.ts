import type { AmendmentFact, InboundAmendment } from '../domain/parked-fact.ts'
import { type SeenRecord, toEventKey, toMessageKey } from '../domain/seen.ts'
import { applyFact } from './apply-fact.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { parkFact } from './park-fact.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Applies a receipt, edit, removal, reaction or hiding to its message, or parks it until that message is written. */
export async function amendMessage(
  amendment: InboundAmendment,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit, envelope } = context
  const { channel, account, key, receivedAt } = envelope
  const targetKey = toMessageKey({ channel, accountId: account.id, providerId: amendment.target })
  const target = await findTarget(targetKey, unit)
  if (target?.kind !== 'entry' && 'ifUnknown' in amendment && amendment.ifUnknown === 'ignore') {
    return { kind: 'ignored', reason: 'message_unknown' }
  }
  // A receipt only ever moves forward, so applying it twice is harmless and needs no record of its own.
  if (amendment.kind !== 'receipt') {
    const eventKey = toEventKey({ channel, accountId: account.id, key })
    if ((await unit.claimed(eventKey)) !== null) return { kind: 'duplicate' }
    unit.putSeen({ kind: 'event', key: eventKey })
  }
  const fact: AmendmentFact = { amendment, key, receivedAt, causationId: context.causationId }
  return target?.kind === 'entry'
    ? amendEntry(target, fact, context)
    : parkFact(target, targetKey, fact, context)
}

/** A cheap read may still name the entry that was taken back, where the message was written anew a moment ago. */
async function findTarget(key: string, unit: UnitOfWork): Promise<SeenRecord | null> {
  const seen = await unit.seen(key)
  const entry = seen?.kind === 'entry' ? await unit.entry(seen.conversationId, seen.seq) : null
  return entry?.kind === 'message' && entry.removedAt !== null ? unit.seenNow(key) : seen
}

async function amendEntry(
  target: Extract<SeenRecord, { kind: 'entry' }>,
  fact: AmendmentFact,
  { unit }: IngestContext,
): Promise<IngestOutcome> {
  const [entry, conversation] = await Promise.all([
    unit.entry(target.conversationId, target.seq),
    unit.conversation(target.conversationId, false),
  ])
  if (entry?.kind !== 'message' || conversation === null)
    return { kind: 'ignored', reason: 'message_expired' }
  const outcome = await applyFact(entry, conversation, fact, unit)
  if (outcome.kind === 'unchanged') return outcome
  unit.putEntry(outcome.entry)
  unit.putConversation(outcome.conversation)
  return { kind: 'amended', conversationId: conversation.id, seq: entry.seq }
}
