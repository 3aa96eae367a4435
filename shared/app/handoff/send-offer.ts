import type { Conversation } from '../../domain/conversation.ts'
import type { Handoff, HandoffTargetKind } from '../../domain/handoff/handoff.ts'
import type { HandoffWords } from '../../domain/handoff/words.ts'
import type { EventPart } from '../../domain/event-part.ts'
import type { Identity } from '../../domain/identity.ts'
import type { Outgoing, QuickReply } from '../../domain/outgoing.ts'
import { findRecipients } from '../find-recipient.ts'
import type { PartyContext } from '../ingest-context.ts'
import { openConversation } from '../open-conversation.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { putMessage } from '../send-message.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { toCausationId, type WriteRequest } from '../write-request.ts'
import { TAP_PREFIX } from './arrive.ts'
import { awaitArrival } from './await-arrival.ts'
import { THREAD_LINK, toChannelLink } from './create-handoff.ts'
import type { OfferDeps, OfferWish } from './offer-handoff.ts'
import { type OfferSituation, toPrivateReplyKey } from './read-offer-situation.ts'

/** Everything that an offer is made of. The handoff and the line that tells of it stand in the unit already. */
export type Offering = {
  deps: OfferDeps
  unit: UnitOfWork
  wish: OfferWish
  words: HandoffWords
  situation: OfferSituation
  handoff: Handoff
  request: WriteRequest
}

type Arrival = NonNullable<OfferSituation['arrival']>

type OfferMessage = {
  text: string
  handoff: NonNullable<Outgoing['handoff']>
  quickReplies?: QuickReply[]
  caused?: EventPart[]
}

/** Queues what the customer is asked with, and what the public is told. null: it is done. */
export async function sendOffer(offering: Offering): Promise<Refusal | null> {
  const { handoff, wish, words } = offering
  const { route, id } = handoff
  if (route === 'public_link') return invite(offering)
  const refused = route === 'private_reply' ? await replyInPrivate(offering) : await write(offering)
  // Whoever reads along sees that the company answered; where the offer stands elsewhere, that stops the public clock.
  const announces = (wish.announces || route === 'direct') && !wish.hides
  if (refused !== null || !announces) return refused
  return sayInPublic(offering, { text: words.announcement, handoff: { id, part: 'announcement' } })
}

function write(offering: Offering): Promise<Refusal | null> {
  const { handoff, situation } = offering
  const { arrival, direct, facts } = situation
  const given = 'to' in handoff.target ? handoff.target.to : undefined
  const to = given ?? arrival?.identity?.externalId
  if (facts.number !== null && arrival !== null && to !== undefined)
    return writeToNumber(offering, arrival, to)
  return direct === null
    ? Promise.resolve(refuse('handoff_target_unreachable', 'No account of this channel is connected.'))
    : writeDirect(offering, direct)
}

/** Under the public message, where everybody may follow: who arrives is known by the platform, or by a code. */
async function invite(offering: Offering): Promise<Refusal | null> {
  const { unit, handoff, words, situation } = offering
  const offer = { id: handoff.id, part: 'offer' } as const
  if (handoff.verification === 'platform') {
    const contact = await unit.contact(handoff.contactId)
    const identity = contact?.identities.find(({ channel }) => channel === handoff.channel)
    if (identity !== undefined) await expect(offering, { identity, isProven: true })
    return sayInPublic(offering, { text: words.invitation, handoff: { ...offer, messageLink: true } })
  }
  const link = situation.arrival === null ? situation.ownLink : toChannelLink(words, situation).link
  if (link === null) return refuse('handoff_target_unreachable', 'There is no link to this account yet.')
  return sayInPublic(offering, { text: words.publicLink, handoff: { ...offer, link } })
}

/** The platform's one private answer to the customer's newest public message. */
async function replyInPrivate(offering: Offering): Promise<Refusal | null> {
  const { unit, handoff, wish, words, situation } = offering
  const { publicConversationId: conversationId } = handoff
  const conversation = await unit.conversation(conversationId, false)
  const privateReplyTo = situation.comment?.providerId ?? null
  if (conversation === null || privateReplyTo === null) {
    return refuse('handoff_target_unreachable', 'Nothing of the customer is left to answer in private.')
  }
  const asksForTap = handoff.verification === 'tap_and_code'
  const said = await say(offering, conversation, {
    text: wish.text ?? (asksForTap ? words.tapOffer : words.offer),
    quickReplies: asksForTap ? [{ title: words.tapButton, payload: `${TAP_PREFIX}${handoff.id}` }] : [],
    handoff: { id: handoff.id, part: 'offer', privateReplyTo },
  })
  if (said.kind === 'refused') return said
  const key = toPrivateReplyKey(conversation, privateReplyTo)
  unit.putSeen({ kind: 'entry', key, conversationId, seq: said.entry.seq })
  return null
}

/** Into the private conversation that there is on the same platform. */
async function writeDirect(offering: Offering, direct: Conversation): Promise<Refusal | null> {
  const { unit, handoff, words, situation, wish } = offering
  const [recipient] = await findRecipients(unit, direct)
  if (recipient === undefined)
    return refuse('handoff_target_unreachable', 'Nobody is known to write to there.')
  await expect(offering, { identity: recipient.identity, isProven: true, conversationId: direct.id })
  const ways: Record<HandoffTargetKind, () => { text: string; link: string | null }> = {
    same_platform: () => ({ text: wish.text ?? words.offer, link: null }),
    whatsapp: () => toChannelLink(words, situation),
    sms: () => toChannelLink(words, situation),
    secure_thread: () => ({ text: words.threadLink, link: THREAD_LINK }),
  }
  const { text, link } = ways[handoff.target.kind]()
  const part = { id: handoff.id, part: 'offer', ...(link === null ? {} : { link }) } as const
  const said = await say(offering, direct, { text, handoff: part })
  return said.kind === 'refused' ? said : null
}

/** To a number of theirs. */
async function writeToNumber(offering: Offering, arrival: Arrival, to: string): Promise<Refusal | null> {
  const { deps, unit, handoff, wish, words, request } = offering
  const { channel, provider, id, name } = arrival.account
  const opened = await openConversation(deps, unit, { channel, provider, account: { id, name }, to }, request)
  const said = await say(offering, opened.conversation, {
    text: wish.text ?? words.numberOffer,
    handoff: { id: handoff.id, part: 'offer' },
    caused: opened.caused,
  })
  if (said.kind === 'refused') return said.code === 'window_closed' ? unreachable(said) : said
  const identity = { channel, scope: '-', externalId: to }
  const conversationId = opened.conversation.id
  await expect(offering, { identity, isProven: arrival.identity !== null, conversationId })
  return null
}

/** Where only a template could be sent, nobody has agreed to be written to there. */
function unreachable({ detail }: Refusal): Refusal {
  return refuse('handoff_target_unreachable', detail)
}

async function sayInPublic(offering: Offering, message: OfferMessage): Promise<Refusal | null> {
  const { unit, handoff } = offering
  const conversation = await unit.conversation(handoff.publicConversationId, false)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  const said = await say(offering, conversation, message)
  return said.kind === 'refused' ? said : null
}

function say(
  { deps, unit, request }: Offering,
  conversation: Conversation,
  message: OfferMessage,
): ReturnType<typeof putMessage> {
  const wish = { quickReplies: [], ...message, template: null, replyTo: null, author: null }
  return putMessage(deps, unit, conversation, wish, request)
}

/** Whoever arrives there is awaited. */
async function expect(
  { deps, unit, handoff, request, situation }: Offering,
  of: { identity: Identity; isProven: boolean; conversationId?: string },
): Promise<void> {
  const { identity, isProven, conversationId } = of
  const account =
    handoff.targetAccount?.channel === identity.channel ? handoff.targetAccount : situation.account
  const context: PartyContext = {
    unit,
    contact: {
      at: handoff.offeredAt,
      causationId: toCausationId(request),
      feedShards: deps.shards.feed,
      actor: request.actor,
    },
  }
  const awaiting = await awaitArrival({ identity, accountId: account.id, isProven }, handoff, context)
  unit.putHandoff({ ...awaiting, privateConversationId: conversationId ?? null })
}
