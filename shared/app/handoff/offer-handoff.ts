import { createActivity } from '../../domain/activity.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Actor, MessageEntry } from '../../domain/entry.ts'
import { decideOffer } from '../../domain/handoff/decide-offer.ts'
import type { HandoffReason, HandoffTarget } from '../../domain/handoff/handoff.ts'
import { findWords } from '../../domain/handoff/handoff-settings.ts'
import { toHandoffData } from '../../domain/handoff/move-handoff.ts'
import { laterOf } from '../../domain/instants.ts'
import type { AuthorKind } from '../../domain/reply-options.ts'
import type { OpenDeps } from '../open-conversation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Done, type Repeated, saveOnce } from '../save-once.ts'
import type { ActionDeps } from '../set-reaction.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { toAuthor, toCausationId, type WriteRequest } from '../write-request.ts'
import { createHandoff } from './create-handoff.ts'
import { type HandoffView, toHandoffView } from './handoff-view.ts'
import { type OfferReads, readOfferSituation } from './read-offer-situation.ts'
import { sendOffer } from './send-offer.ts'

export type OfferDeps = ActionDeps & OfferReads & OpenDeps

export type OfferWish = {
  conversationId: string
  target: HandoffTarget
  /** Of the target's channel, where several are connected. */
  targetAccount: string | null
  reason: HandoffReason
  /** In the place of the deployment's words for the private offer. */
  text: string | null
  /** BCP 47; null: the deployment's own. */
  language: string | null
  /** Whether the public is told that it goes on in private, where the offer itself does not stand there. */
  announces: boolean
  /** Whether the customer's newest public message is hidden from others. Then nobody is told anything under it. */
  hides: boolean
  author: AuthorKind | null
}

/** Offers the customer of a public conversation to go on in private. The offer is queued with its handoff, or nothing happens. */
export function offerHandoff(
  deps: OfferDeps,
  wish: OfferWish,
  request: WriteRequest,
): Promise<Done<HandoffView> | Repeated | Refusal> {
  return saveOnce<HandoffView>(deps, request.claim, async (unit) => {
    const conversation = await unit.conversation(wish.conversationId, false)
    if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
    const author = toAuthor(request.actor, wish.author)
    if (author.kind === 'refused') return author
    return (
      refuseOffer(deps, conversation, author.author) ??
      (await offer(deps, unit, conversation, wish, { ...request, actor: author.author }))
    )
  })
}

async function offer(
  deps: OfferDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  wish: OfferWish,
  request: WriteRequest,
): Promise<Done<HandoffView> | Refusal> {
  const now = deps.clock.now()
  const settings = deps.handoffs
  const words = findWords(settings, wish.language ?? settings.language)
  const situation = await readOfferSituation(deps, unit, conversation, { ...wish, words }, now)
  if (situation === null)
    return refuse('handoff_target_unreachable', 'The channel is not connected any more.')
  const decision = decideOffer(situation.facts)
  if (decision.kind === 'refused') return refuse(decision.code, decision.detail)
  if (wish.hides && !situation.channel.manifest.handoff.hides) {
    return refuse('channel_unsupported', 'This channel hides nothing. Offer it without `hide`.')
  }
  if (wish.hides && decision.route === 'public_link') {
    const detail =
      'The offer stands under this message: hidden, nobody would find it. Offer it without `hide`.'
    return refuse('channel_unsupported', detail)
  }
  const { target, reason } = wish
  const { actor } = request
  const handoff = createHandoff({
    target,
    reason,
    words,
    situation,
    conversation,
    decision,
    actor,
    settings,
    now,
  })
  const origin = { at: now.toISOString(), actor, causationId: toCausationId(request) }
  const part = { type: 'handoff.offered', data: toHandoffData(handoff) } as const
  const line = createActivity(conversation.id, conversation.seq + 1, part, origin)
  unit.putEntry(line)
  unit.putHandoff(handoff)
  unit.putConversation({
    ...conversation,
    seq: line.seq,
    handoff: { id: handoff.id, expiresAt: handoff.expiresAt },
    updatedAt: laterOf(conversation.updatedAt, origin.at),
  })
  const refused = await sendOffer({ deps, unit, wish, words, situation, handoff, request })
  if (refused !== null) return refused
  if (wish.hides && situation.comment !== null) await hide(deps, situation.comment, request)
  return { kind: 'done', answer: toHandoffView((await unit.handoff(handoff.id)) ?? handoff) }
}

/** Before it is saved, because whoever repeats the request is answered without an effect. Tried once, as every action. */
function hide(
  { outbound }: OfferDeps,
  { conversationId, seq }: MessageEntry,
  { requestId }: WriteRequest,
): Promise<void> {
  return outbound.request([{ conversationId, occasion: `hide ${requestId}`, action: { kind: 'hide', seq } }])
}

function refuseOffer(
  { handoffs }: OfferDeps,
  { visibility, handoff }: Conversation,
  { kind }: Actor,
): Refusal | null {
  if (visibility !== 'public') {
    const detail = 'Only a public conversation is handed over; this one is private already.'
    return refuse('handoff_not_public', detail)
  }
  if (kind !== 'human' && !handoffs.aiMayOffer) {
    const detail = 'Here only a person offers a customer another place: hand the conversation to one.'
    return refuse('author_not_allowed', detail)
  }
  if (handoff === null) return null
  return refuse('handoff_open', `The handoff ${handoff.id} is under way. Wait for it, or cancel it first.`)
}
