import type { Conversation } from '../../domain/conversation.ts'
import { addMs } from '../../domain/due.ts'
import { toDurationMs } from '../../domain/duration.ts'
import type { Actor } from '../../domain/entry.ts'
import { toArrivalLink } from '../../domain/handoff/arrival-link.ts'
import type { OfferDecision } from '../../domain/handoff/decide-offer.ts'
import type { Handoff, HandoffReason, HandoffTarget } from '../../domain/handoff/handoff.ts'
import type { HandoffSettings } from '../../domain/handoff/handoff-settings.ts'
import type { HandoffWords } from '../../domain/handoff/words.ts'
import { toHandoffId } from '../../domain/ids.ts'
import type { OfferSituation } from './read-offer-situation.ts'

/** The link of a secure thread: a path of this deployment. */
export const THREAD_LINK = '/t/{token}'

export type HandoffBirth = {
  target: HandoffTarget
  reason: HandoffReason
  words: HandoffWords
  situation: OfferSituation
  conversation: Conversation
  decision: Extract<OfferDecision, { kind: 'offered' }>
  actor: Actor
  settings: HandoffSettings
  now: Date
}

/** A handoff as it is offered, in the next line of its public conversation. */
export function createHandoff(birth: HandoffBirth): Handoff {
  const { target, words, situation, conversation, decision, now, settings } = birth
  const at = now.toISOString()
  return {
    id: toHandoffId(conversation.id, conversation.seq + 1),
    state: 'offered',
    target,
    verification: decision.verification,
    route: decision.route,
    reason: birth.reason,
    actor: birth.actor,
    publicConversationId: conversation.id,
    channel: conversation.channel,
    targetAccount: toTargetAccount(target, situation, conversation),
    contactId: conversation.contactId,
    awaited: null,
    privateConversationId: null,
    offeredAt: at,
    expiresAt: addMs(at, toDurationMs(settings.expiresAfter)),
    reachedAt: { offered: at },
    by: null,
    way: decision.verification === 'tap_and_code' ? toWay(target, words, situation) : [],
    tooLateText: words.tooLate,
    version: 1,
    queueShard: conversation.queueShard,
  }
}

/** The words that lead to another channel, with the link that has the customer send its code there. */
export function toChannelLink(words: HandoffWords, { arrival }: OfferSituation): Handoff['way'][number] {
  const text = words.channelLink.replaceAll('{channel}', arrival?.title ?? '')
  return { text, link: arrival && toArrivalLink(arrival.rules, arrival.account, words.arrivalText) }
}

function toTargetAccount(
  { kind }: HandoffTarget,
  { arrival }: OfferSituation,
  { channel, account }: Conversation,
): Handoff['targetAccount'] {
  if (kind === 'secure_thread') return null
  if (kind === 'same_platform') return { channel, id: account.id }
  return arrival && { channel: arrival.account.channel, id: arrival.account.id }
}

/** What follows the tap: a link, and what proves there that it was they who got it. */
function toWay(target: HandoffTarget, words: HandoffWords, situation: OfferSituation): Handoff['way'] {
  if (target.kind !== 'secure_thread') return [toChannelLink(words, situation)]
  return [
    { text: words.threadLink, link: THREAD_LINK },
    { text: words.threadCode, link: null },
  ]
}
