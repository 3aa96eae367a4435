import { toDurationMs } from '../duration.ts'
import type { HandoffTarget, OfferRoute, Verification } from './handoff.ts'
import type { HandoffSettings } from './handoff-settings.ts'

/** How a platform lets a public conversation go on in private: a channel's manifest holds one. */
export type HandoffRules = {
  /** Its one private answer to a public message, ever, and for how long: an ISO 8601 duration. */
  privateReply: { within: string } | null
  /**
   * The link to an account's private messages, with `{account}`, `{number}`, `{digits}`, `{text}` and `{code}` for what
   * fills it; null where there is none.
   */
  arrivalLink: string | null
  /** Whether the platform names a person alike in public and in private, so that they need no code. */
  keepsIdentity: boolean
  /** Whether our side can hide what a customer wrote in public. */
  hides: boolean
}

export type OfferFacts = {
  target: HandoffTarget
  /** Of the platform that the public conversation is on. */
  source: HandoffRules
  /** The customer's newest public message that is still there. */
  comment: { sentAt: string; isPrivatelyAnswered: boolean } | null
  /** A private conversation with the same contact on the same platform; `isOpen`: it may be written in now. */
  direct: { isOpen: boolean } | null
  /** A number to write to first: one that the customer gave, or one by which they are known. null: none. */
  number: 'given' | 'known' | null
  /** How the customer gets to the target by themselves; null where it is no channel, or no account of it is connected. */
  arrivalLink: string | null
  settings: Pick<HandoffSettings, 'publicLinks' | 'linkAlone'>
  now: string
}

export type OfferRefusalCode = 'handoff_target_unreachable' | 'handoff_too_late' | 'private_reply_used'

export type OfferDecision =
  | { kind: 'offered'; route: OfferRoute; verification: Verification }
  | { kind: 'refused'; code: OfferRefusalCode; detail: string }

/** By which way an offer reaches the customer, and what will prove that it was they who came. */
export function decideOffer(facts: OfferFacts): OfferDecision {
  switch (facts.target.kind) {
    case 'same_platform':
      return offerSamePlatform(facts)
    case 'whatsapp':
    case 'sms':
      return offerChannel(facts)
    case 'secure_thread':
      return offerThread(facts)
  }
}

function offerSamePlatform(facts: OfferFacts): OfferDecision {
  const { direct, source, settings } = facts
  if (direct?.isOpen) return { kind: 'offered', route: 'direct', verification: 'platform' }
  const reply = decidePrivateReply(facts)
  if (reply.kind === 'possible') return { kind: 'offered', route: 'private_reply', verification: 'platform' }
  if (source.arrivalLink !== null && source.keepsIdentity) {
    return { kind: 'offered', route: 'public_link', verification: 'platform' }
  }
  if (source.arrivalLink !== null && settings.publicLinks) return BY_PUBLIC_LINK
  return reply.kind === 'refused' ? reply : unreachable('This platform has no private messages to go on in.')
}

function offerChannel(facts: OfferFacts): OfferDecision {
  const { number, direct, arrivalLink, settings } = facts
  if (number === 'known') return { kind: 'offered', route: 'direct', verification: 'platform' }
  if (number === 'given') {
    return settings.linkAlone
      ? { kind: 'offered', route: 'direct', verification: 'link' }
      : unreachable(
          'Nothing would prove whose number this is, and the settings let nobody in without proof. Offer it without `to`.',
        )
  }
  if (arrivalLink === null) {
    return unreachable(
      'No account of this channel is known yet. Name one that is connected, or the number of the customer as `to`.',
    )
  }
  if (direct?.isOpen) return { kind: 'offered', route: 'direct', verification: 'code' }
  const reply = decidePrivateReply(facts)
  if (reply.kind === 'possible') {
    return { kind: 'offered', route: 'private_reply', verification: 'tap_and_code' }
  }
  if (settings.publicLinks) return BY_PUBLIC_LINK
  return reply.kind === 'refused' ? reply : unreachable(NO_PRIVATE_WAY)
}

function offerThread(facts: OfferFacts): OfferDecision {
  if (facts.direct?.isOpen) return { kind: 'offered', route: 'direct', verification: 'code' }
  const reply = decidePrivateReply(facts)
  if (reply.kind === 'possible') {
    return { kind: 'offered', route: 'private_reply', verification: 'tap_and_code' }
  }
  // A page that only they may see is never linked in public.
  return reply.kind === 'refused' ? reply : unreachable(NO_PRIVATE_WAY)
}

const BY_PUBLIC_LINK: OfferDecision = { kind: 'offered', route: 'public_link', verification: 'link' }

const NO_PRIVATE_WAY =
  'There is no private way to send the customer a link now. Offer `same_platform` first; once they have answered there, this is possible.'

function decidePrivateReply({
  source: { privateReply },
  comment,
  now,
}: OfferFacts): { kind: 'possible' | 'none' } | Extract<OfferDecision, { kind: 'refused' }> {
  if (privateReply === null) return { kind: 'none' }
  if (comment === null)
    return unreachable('Nothing of the customer is left to answer in private: it was removed.')
  if (comment.isPrivatelyAnswered) {
    const detail =
      'The platform lets a comment be answered in private once, and this one was. Wait for the customer to answer there, or to write another comment.'
    return { kind: 'refused', code: 'private_reply_used', detail }
  }
  const until = new Date(Date.parse(comment.sentAt) + toDurationMs(privateReply.within)).toISOString()
  if (until > now) return { kind: 'possible' }
  const detail = `The platform lets a comment be answered in private for some days; that ended at ${until}. It is possible again when the customer writes another comment.`
  return { kind: 'refused', code: 'handoff_too_late', detail }
}

function unreachable(detail: string): Extract<OfferDecision, { kind: 'refused' }> {
  return { kind: 'refused', code: 'handoff_target_unreachable', detail }
}
