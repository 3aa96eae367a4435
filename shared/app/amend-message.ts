import { decideAmendment } from '../domain/decide-amendment.ts'
import type { AmendmentFact, InboundAmendment } from '../domain/parked-fact.ts'
import { type SeenRecord, toEventKey, toMessageKey } from '../domain/seen.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'

/** Far more than one message can have before it arrives itself. */
const PARKED_FACTS_MAX = 100
/** They become changes of their entry, which must still fit into an item. */
const PARKED_BYTES_MAX = 100_000

/** Applies a receipt, edit, removal or reaction to its message, or parks it until that message is written. */
export async function amendMessage(
  amendment: InboundAmendment,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit, envelope } = context
  const { channel, account, key, receivedAt } = envelope
  // A receipt only ever moves forward, so applying it twice is harmless and needs no record of its own.
  if (amendment.kind !== 'receipt') {
    const eventKey = toEventKey({ channel, accountId: account.id, key })
    if ((await unit.claimed(eventKey)) !== null) return { kind: 'duplicate' }
    unit.putSeen({ kind: 'event', key: eventKey })
  }
  const fact: AmendmentFact = { amendment, key, receivedAt, causationId: context.causationId }
  const targetKey = toMessageKey({ channel, accountId: account.id, providerId: amendment.target })
  const target = await unit.seen(targetKey)
  return target?.kind === 'entry' ? amendEntry(target, fact, context) : park(target, targetKey, fact, context)
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
  const outcome = decideAmendment(entry, conversation, fact)
  if (outcome.kind === 'unchanged') return outcome
  unit.putEntry(outcome.entry)
  unit.putConversation(outcome.conversation)
  return { kind: 'amended', conversationId: conversation.id, seq: entry.seq }
}

async function park(
  before: SeenRecord | null,
  key: string,
  fact: AmendmentFact,
  context: IngestContext,
): Promise<IngestOutcome> {
  const parked = before?.kind === 'parked' ? before : null
  const facts = parked?.facts ?? []
  if (facts.some((other) => other.key === fact.key)) return { kind: 'duplicate' }
  const parkedFacts = [...facts, fact]
  const isTooLarge = Buffer.byteLength(JSON.stringify(parkedFacts)) > PARKED_BYTES_MAX
  if (parkedFacts.length > PARKED_FACTS_MAX || isTooLarge) {
    const reason = 'too_many_parked_facts'
    const { source, receivedAt } = context.envelope
    await context.quarantine.keep({ source, reason, receivedAt, bytes: Buffer.from(JSON.stringify(fact)) })
    return { kind: 'quarantined', reason }
  }
  context.unit.putSeen({ kind: 'parked', key, facts: parkedFacts, version: (parked?.version ?? 0) + 1 })
  return { kind: 'parked' }
}
