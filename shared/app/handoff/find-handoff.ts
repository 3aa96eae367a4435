import type { MessageEntry } from '../../domain/entry.ts'
import type { ArrivalSign } from '../../domain/handoff/decide-arrival.ts'
import type { Handoff } from '../../domain/handoff/handoff.ts'
import { findCodes, type HandoffPass, toPassDigest } from '../../domain/handoff/pass.ts'
import { type Party, toIdentityKey } from '../../domain/identity.ts'
import type { IngestContext } from '../ingest-context.ts'
import type { UnitOfWork } from '../unit-of-work.ts'

/** Begins what a button of an offer sends back; the handoff's id follows. */
export const TAP_PREFIX = 'handoff:'

/** The handoff that a private message may be the arrival of, and what says so. */
export type FoundHandoff = { handoff: Handoff; sign: ArrivalSign; isAwaited: boolean }

export async function findHandoff(
  { text, content, referral }: MessageEntry,
  party: Party,
  { unit, envelope }: IngestContext,
): Promise<FoundHandoff | null> {
  const records = await unit.identities(party.identities)
  const awaitedBy = records
    .map((record) => record?.handoffs?.[envelope.account.id])
    .find((id) => id !== undefined)
  const payload = content.type === 'interactive' ? content.payload : null
  const tapped = payload?.startsWith(TAP_PREFIX) ? payload.slice(TAP_PREFIX.length) : null
  const pass =
    tapped === null ? await findPass([...findCodes(referral?.ref ?? null), ...findCodes(text)], unit) : null
  const id = tapped ?? pass?.handoffId ?? awaitedBy
  const handoff = id === undefined ? null : await unit.handoff(id)
  if (handoff === null) return null
  const sign = tapped !== null ? 'tap' : pass !== null ? 'code' : 'reply'
  // Of two offers to one person, only the newer stands with their identity.
  const { awaited } = handoff
  const isOne =
    awaited !== null && party.identities.some((one) => toIdentityKey(one) === toIdentityKey(awaited))
  return { handoff, sign, isAwaited: handoff.id === awaitedBy || (sign === 'tap' && isOne) }
}

async function findPass(codes: readonly string[], unit: UnitOfWork): Promise<HandoffPass | null> {
  for (const code of new Set(codes)) {
    const pass = await unit.handoffPass(toPassDigest('code', code))
    if (pass !== null) return pass
  }
  return null
}
