import { decideReplyOptions, type ReplyOptions } from '../domain/reply-options.ts'
import type { Clock } from './ports.ts'
import { type AccountReader, readHold, readReplyFacts, type ReplySettings } from './read-reply-facts.ts'
import { type Refusal, refuse } from './refusal.ts'
import { createUnitOfWork, type UnitDeps } from './unit-of-work.ts'

export type OptionsDeps = UnitDeps & { accounts: AccountReader; replies: ReplySettings; clock: Clock }

/** What may be said in a conversation now: the decision that sending it will meet. */
export async function getReplyOptions(
  { store, clockChannels, accounts, replies, clock }: OptionsDeps,
  conversationId: string,
): Promise<({ kind: 'found' } & ReplyOptions) | Refusal> {
  const unit = createUnitOfWork({ store, clockChannels }, 'consistent')
  const conversation = await unit.conversation(conversationId, false)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  const now = clock.now()
  const { facts } = await readReplyFacts(unit, conversation, replies, now)
  const hold = await readHold(accounts, conversation, 'message', now)
  return { kind: 'found', ...decideReplyOptions({ ...facts, hold }) }
}
