import { findRefusal } from '../channels/kit/refusals.ts'
import type { Refusal } from '../channels/sender.ts'
import type { AmendmentFact, InboundAmendment } from '../domain/parked-fact.ts'
import { type SeenRecord, toEventKey, toMessageKey } from '../domain/seen.ts'
import { applyFact } from './apply-fact.ts'
import { findByCorrelation } from './find-own-message.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { parkFact } from './park-fact.ts'
import { recordRefusedLater } from './record-refused-recipient.ts'
import { type OwnMessage, settleSent } from './settle-sent.ts'
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
  const named = withFailureCode(amendment, context.refusals)
  const fact: AmendmentFact = { amendment: named, key, receivedAt, causationId: context.causationId }
  if (target?.kind === 'entry') return amendEntry(target, fact, context)
  // The receipt of a call whose answer nobody has seen yet, or ever will.
  const own =
    named.kind === 'receipt' ? await findByCorrelation(named.correlation, named.target, context) : null
  return own === null ? parkFact(target, targetKey, fact, context) : settleByReceipt(own, fact, context)
}

/** The provider's code of a failure, as what it means here. */
function withFailureCode(amendment: InboundAmendment, refusals: readonly Refusal[]): InboundAmendment {
  if (amendment.kind !== 'receipt' || amendment.error === null) return amendment
  const { error } = amendment
  const refusal = findRefusal(refusals, error.providerCode)
  if (refusal?.kind !== 'failed') return amendment
  const optOut = refusal.optOut ? { optOut: true } : {}
  return { ...amendment, error: { ...error, code: refusal.code, ...optOut } }
}

/** The platform has the message; the receipt says what became of it since. */
async function settleByReceipt(
  own: OwnMessage,
  fact: AmendmentFact,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit } = context
  const { amendment, receivedAt: at, causationId } = fact
  const attempt = own.conversation.sending?.attempt ?? null
  const sentAt = attempt?.seq === own.entry.seq ? attempt.startedAt : (amendment.at ?? at)
  const settled = await settleSent(own, { providerId: amendment.target, sentAt, at, causationId }, context)
  const outcome = await applyFact(settled.entry, settled.conversation, fact, unit)
  if (outcome.kind === 'changed') {
    unit.putEntry(outcome.entry)
    unit.putConversation(outcome.conversation)
    await recordRefusedLater(fact, outcome, context)
  }
  return { kind: 'settled', conversationId: own.conversation.id, seq: own.entry.seq }
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
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit } = context
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
  await recordRefusedLater(fact, outcome, context)
  return { kind: 'amended', conversationId: conversation.id, seq: entry.seq }
}
