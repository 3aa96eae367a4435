import { type Handoff, isOpen } from './handoff.ts'

/** How somebody came: by a button of the offer, by a code, or by writing where they were awaited. */
export type ArrivalSign = 'tap' | 'code' | 'reply'

export type Arrival = {
  sign: ArrivalSign
  /** The handoff waits for this very person at this account. */
  isAwaited: boolean
  conversationId: string
  account: { channel: string; id: string }
}

export type ArrivalDecision =
  /** It has nothing to do with the handoff, or nothing any more. */
  | { kind: 'nothing' }
  /** They are here who were asked: they are shown the way on. */
  | { kind: 'shown_way' }
  /** `isProven`: they are the same person as in public. */
  | { kind: 'completed'; isProven: boolean }
  | { kind: 'refused'; why: 'too_late' | 'used' | 'somebody_else' }

/** What it means that somebody came. */
export function decideArrival(handoff: Handoff, arrival: Arrival): ArrivalDecision {
  const { sign, isAwaited, conversationId } = arrival
  if (sign === 'code' && !isTarget(handoff, arrival)) return { kind: 'nothing' }
  if (!isOpen(handoff)) {
    if (sign === 'reply' || handoff.privateConversationId === conversationId) return { kind: 'nothing' }
    return { kind: 'refused', why: handoff.state === 'completed' ? 'used' : 'too_late' }
  }
  if (sign === 'code') return { kind: 'completed', isProven: handoff.route !== 'public_link' }
  // The button was shown to nobody but who was asked, even where the platform has not told yet who that is in private.
  const isShownTo = sign === 'tap' && handoff.awaited === null
  if (!isAwaited && !isShownTo) return { kind: 'refused', why: 'somebody_else' }
  // Whoever writes instead of pressing the button has shown the same: that they are the one who was asked.
  if (handoff.way.length > 0) {
    return handoff.state === 'offered' || handoff.state === 'delivered'
      ? { kind: 'shown_way' }
      : { kind: 'nothing' }
  }
  if (!isTarget(handoff, arrival)) return { kind: 'nothing' }
  // Of a number that somebody gave in public nothing says that it is theirs.
  return { kind: 'completed', isProven: handoff.verification !== 'link' }
}

function isTarget({ targetAccount }: Handoff, { account }: Arrival): boolean {
  return targetAccount?.channel === account.channel && targetAccount.id === account.id
}
