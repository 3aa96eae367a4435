import type { ParkedFact } from '../domain/parked-fact.ts'
import type { SeenRecord } from '../domain/seen.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'

/** Far more than one message can have before it arrives itself. */
const PARKED_FACTS_MAX = 100
/** They become changes of their entry, or entries beside it in its transaction. */
const PARKED_BYTES_MAX = 100_000

/** Keeps a fact under the key of the message that it is about, until that message is written. */
export async function parkFact(
  before: SeenRecord | null,
  key: string,
  fact: ParkedFact,
  context: IngestContext,
): Promise<IngestOutcome> {
  const parked = before?.kind === 'parked' ? before : null
  const facts = parked?.facts ?? []
  if (facts.some((other) => isSame(other, fact))) return { kind: 'duplicate' }
  const all = [...facts, fact]
  if (all.length > PARKED_FACTS_MAX || Buffer.byteLength(JSON.stringify(all)) > PARKED_BYTES_MAX) {
    return setAsideFact(fact, context)
  }
  context.unit.putSeen({ kind: 'parked', key, facts: all, version: (parked?.version ?? 0) + 1 })
  return { kind: 'parked' }
}

/** More than can be applied in one transaction: kept where a person looks. */
export async function setAsideFact(fact: ParkedFact, context: IngestContext): Promise<IngestOutcome> {
  const reason = 'too_many_parked_facts'
  const { source, receivedAt } = context.envelope
  await context.quarantine.keep({ source, reason, receivedAt, bytes: Buffer.from(JSON.stringify(fact)) })
  return { kind: 'quarantined', reason }
}

function isSame(left: ParkedFact, right: ParkedFact): boolean {
  if (left.key === right.key) return true
  return 'reply' in left && 'reply' in right && left.reply.providerId === right.reply.providerId
}
