import type { EventPart } from '../event-part.ts'
import { laterOf } from '../instants.ts'
import {
  type DeclinedBy,
  type Handoff,
  HANDOFF_STEPS,
  type HandoffState,
  type HandoffStep,
  isOpen,
} from './handoff.ts'

/** What is learned about a handoff. */
export type HandoffFact =
  /** The platform took the offer. */
  | { kind: 'accepted' }
  /** The platform did not, or took it back. */
  | { kind: 'refused'; code: string }
  /** The first sign of the customer: a tap, a link, a code. */
  | { kind: 'seen' }
  /** Who came is who was asked. */
  | { kind: 'proved' }
  /** Who came wrote in private. */
  | { kind: 'written'; conversationId: string }
  | { kind: 'expired' }
  | { kind: 'declined'; by: DeclinedBy }

export type HandoffMove = { handoff: Handoff; parts: EventPart[] }

/**
 * The handoff after a fact, with an event for each step that it took; null where the fact says nothing new. Facts come
 * late, twice and out of order: a handoff only moves forward, a step that nobody told of was taken by the one after it,
 * and what has ended stays as it ended.
 */
export function moveHandoff(handoff: Handoff, fact: HandoffFact, at: string): HandoffMove | null {
  if (!isOpen(handoff)) return null
  switch (fact.kind) {
    case 'accepted':
      return advance(handoff, 'delivered', at)
    case 'seen':
      return advance(handoff, 'opened', at)
    case 'proved':
      return advance(handoff, 'verified', at)
    case 'written':
      return advance({ ...handoff, privateConversationId: fact.conversationId }, 'completed', at)
    case 'expired':
      return at < handoff.expiresAt ? null : end(handoff, 'expired', null, at)
    case 'declined':
      return end(handoff, 'declined', fact.by, at)
    case 'refused': {
      // Whoever opened it has it, whatever the platform says of its own delivery afterwards.
      const isOnItsWay = handoff.state === 'offered' || handoff.state === 'delivered'
      return isOnItsWay ? end(handoff, 'declined', { kind: 'platform', code: fact.code }, at) : null
    }
  }
}

/** What an event says of a handoff beside what happened. */
export function toHandoffData(handoff: Handoff): Record<string, unknown> {
  const { id, target, verification, reason, privateConversationId, expiresAt } = handoff
  return {
    handoffId: id,
    target: target.kind,
    verification,
    reason: reason.code,
    privateConversationId,
    expiresAt,
  }
}

function advance(handoff: Handoff, to: HandoffStep, at: string): HandoffMove | null {
  const from = HANDOFF_STEPS.findIndex((step) => step === handoff.state)
  const steps = HANDOFF_STEPS.slice(from + 1, HANDOFF_STEPS.indexOf(to) + 1)
  if (steps.length === 0) return null
  const reachedAt = { ...handoff.reachedAt }
  for (const step of steps) reachedAt[step] = timeOf(handoff, at)
  const moved: Handoff = { ...handoff, state: to, reachedAt }
  return {
    handoff: moved,
    parts: steps.map((step) => ({ type: `handoff.${step}`, data: toHandoffData(moved) })),
  }
}

function end(
  handoff: Handoff,
  state: 'expired' | 'declined',
  by: DeclinedBy | null,
  at: string,
): HandoffMove {
  const reachedAt: Partial<Record<HandoffState, string>> = {
    ...handoff.reachedAt,
    [state]: timeOf(handoff, at),
  }
  const moved: Handoff = { ...handoff, state, by, reachedAt }
  const data = { ...toHandoffData(moved), ...(by === null ? {} : { by }) }
  return { handoff: moved, parts: [{ type: `handoff.${state}`, data }] }
}

/** Clocks of instances differ: no step is older than the one before it. */
function timeOf({ reachedAt }: Handoff, at: string): string {
  return Object.values(reachedAt).reduce((latest, each) => laterOf(latest, each), at)
}
