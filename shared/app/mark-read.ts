import type { Conversation } from '../domain/conversation.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Done, type Repeated, type SaveDeps, saveOnce } from './save-once.ts'

/** What the customer wrote has been looked at. */
export function markRead(
  deps: SaveDeps,
  conversationId: string,
): Promise<Done<Conversation> | Repeated | Refusal> {
  return saveOnce<Conversation>(deps, null, async (unit) => {
    const before = await unit.conversation(conversationId, false)
    if (before === null) return refuse('not_found', 'There is no conversation with this id.')
    if (before.unread === 0) return { kind: 'done', answer: before }
    const conversation = { ...before, unread: 0 }
    unit.putConversation(conversation)
    return { kind: 'done', answer: conversation }
  })
}
