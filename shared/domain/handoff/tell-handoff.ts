import { createActivity } from '../activity.ts'
import { type Conversation, LINKED_MAX } from '../conversation.ts'
import type { ActivityEntry, Actor } from '../entry.ts'
import { laterOf } from '../instants.ts'
import { isOpen } from './handoff.ts'
import type { HandoffMove } from './move-handoff.ts'

export type HandoffOrigin = { at: string; actor: Actor; causationId: string }

/** The public conversation after a move of its handoff: a line for each step, and no open handoff once it has ended. */
export function tellHandoff(
  conversation: Conversation,
  { handoff, parts }: HandoffMove,
  origin: HandoffOrigin,
): { conversation: Conversation; entries: ActivityEntry[] } {
  const entries = parts.map((part, index) =>
    createActivity(conversation.id, conversation.seq + index + 1, part, origin),
  )
  const told: Conversation = {
    ...conversation,
    seq: conversation.seq + entries.length,
    handoff: isOpen(handoff) ? { id: handoff.id, expiresAt: handoff.expiresAt } : null,
    updatedAt: laterOf(conversation.updatedAt, origin.at),
  }
  const { state, privateConversationId } = handoff
  const hasArrived = state === 'completed' && privateConversationId !== null
  return { conversation: hasArrived ? linkWith(told, privateConversationId, handoff.id) : told, entries }
}

/** Linked again by the same handoff, nothing changes. */
export function linkWith(
  conversation: Conversation,
  conversationId: string,
  handoffId: string,
): Conversation {
  const { linked } = conversation
  if (linked.some((link) => link.handoffId === handoffId && link.conversationId === conversationId)) {
    return conversation
  }
  return { ...conversation, linked: [...linked, { conversationId, handoffId }].slice(-LINKED_MAX) }
}
