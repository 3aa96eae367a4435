import type { Conversation } from '../../domain/conversation.ts'
import type { OfferFacts } from '../../domain/handoff/decide-offer.ts'
import type { HandoffTarget } from '../../domain/handoff/handoff.ts'
import { decideReplyOptions } from '../../domain/reply-options.ts'
import { readReplyFacts, type ReplySettings } from '../read-reply-facts.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import type { OfferSituation, Person } from './read-offer-situation.ts'

type Context = { replies: ReplySettings; unit: UnitOfWork; now: Date }

/** Whether words of ours, not just a template, may be written in a conversation now. */
export async function canWrite(
  conversation: Conversation,
  { replies, unit, now }: Context,
): Promise<boolean> {
  const { facts } = await readReplyFacts(unit, conversation, replies, now)
  return decideReplyOptions({ ...facts, hold: null }).options.some(({ kind }) => kind === 'text')
}

/**
 * A number to write to first. One that is theirs already is known, not given; where it may not be written to now, and nobody
 * asked for it by name, they have to come by themselves.
 */
export async function findNumber(
  target: HandoffTarget,
  arrival: OfferSituation['arrival'],
  { records }: Person,
  context: Context,
): Promise<OfferFacts['number']> {
  const to = 'to' in target ? target.to : undefined
  if (arrival === null) return null
  const { identity, account } = arrival
  if (identity === null) return to === undefined ? null : 'given'
  if (to !== undefined) return 'known'
  const record = records.find((each) => each?.identity.externalId === identity.externalId)
  const id = record?.conversations[account.id]
  const conversation = id === undefined ? null : await context.unit.conversation(id, false)
  if (conversation !== null) return (await canWrite(conversation, context)) ? 'known' : null
  const rules = context.replies.findChannel(account.channel)?.manifest.capabilities.private
  return rules?.replyWindow === null ? 'known' : null
}
