import * as z from 'zod'
import type { Conversation } from '../../domain/conversation.ts'
import { decideOffer } from '../../domain/handoff/decide-offer.ts'
import { HANDOFF_TARGET_KINDS, HandoffTargetKind, Verification } from '../../domain/handoff/handoff.ts'
import { findWords } from '../../domain/handoff/handoff-settings.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { type OfferReads, readOfferSituation } from './read-offer-situation.ts'

/** Where a public conversation could go on now; where it could not, why. */
export const PossibleTarget = z.strictObject({
  kind: HandoffTargetKind,
  possible: z.boolean(),
  /** What would prove that it is the customer who comes. */
  verification: Verification.optional(),
  reason: z.string().optional(),
})
export type PossibleTarget = z.infer<typeof PossibleTarget>

/** The decision that an offer will meet, for every target. A private conversation has none. */
export async function listHandoffTargets(
  deps: OfferReads,
  unit: UnitOfWork,
  conversation: Conversation,
  now: Date,
): Promise<PossibleTarget[]> {
  if (conversation.visibility === 'private') return []
  const words = findWords(deps.handoffs, deps.handoffs.language)
  const targets: PossibleTarget[] = []
  for (const kind of HANDOFF_TARGET_KINDS) {
    if (conversation.handoff !== null) {
      targets.push({ kind, possible: false, reason: `The handoff ${conversation.handoff.id} is under way.` })
      continue
    }
    const wish = { target: { kind }, targetAccount: null, words }
    const situation = await readOfferSituation(deps, unit, conversation, wish, now)
    if (situation === null) continue
    const decision = decideOffer(situation.facts)
    targets.push(
      decision.kind === 'offered'
        ? { kind, possible: true, verification: decision.verification }
        : { kind, possible: false, reason: decision.detail },
    )
  }
  return targets
}
