import { decideReplyOptions, type ReplyOptions } from '../domain/reply-options.ts'
import type { Clock } from './ports.ts'
import { listHandoffTargets, type PossibleTarget } from './handoff/list-handoff-targets.ts'
import type { OfferReads } from './handoff/read-offer-situation.ts'
import { type AccountReader, readHold, readReplyFacts } from './read-reply-facts.ts'
import { type Refusal, refuse } from './refusal.ts'
import { createUnitOfWork, type UnitDeps } from './unit-of-work.ts'

export type OptionsDeps = UnitDeps & OfferReads & { accounts: AccountReader; clock: Clock }

export type ConversationOptions = ReplyOptions & { handoffTargets: PossibleTarget[] }

/** What may be said in a conversation now: the decision that sending it will meet. */
export async function getReplyOptions(
  deps: OptionsDeps,
  conversationId: string,
): Promise<({ kind: 'found' } & ConversationOptions) | Refusal> {
  const { store, clockChannels, accounts, replies, clock } = deps
  const unit = createUnitOfWork({ store, clockChannels }, 'consistent')
  const conversation = await unit.conversation(conversationId, false)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  const now = clock.now()
  const { facts } = await readReplyFacts(unit, conversation, replies, now)
  const hold = await readHold(accounts, conversation, 'message', now)
  const handoffTargets = await listHandoffTargets(deps, unit, conversation, now)
  return { kind: 'found', ...decideReplyOptions({ ...facts, hold }), handoffTargets }
}
