import type { Conversation } from '../domain/conversation.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Done, type Repeated, saveOnce } from './save-once.ts'
import type { ActionDeps } from './set-reaction.ts'
import type { WriteRequest } from './write-request.ts'

/** What the customer wrote has been looked at. */
export function markRead(
  deps: ActionDeps,
  conversationId: string,
  { requestId }: WriteRequest,
): Promise<Done<Conversation> | Repeated | Refusal> {
  return saveOnce<Conversation>(deps, null, async (unit) => {
    const before = await unit.conversation(conversationId, false)
    if (before === null) return refuse('not_found', 'There is no conversation with this id.')
    if (before.unread === 0) return { kind: 'done', answer: before }
    if (showsRead(deps, before)) {
      // Before it is saved, because afterwards nothing is unread that would make anybody ask again.
      const action = { kind: 'read', seq: before.seq } as const
      await deps.outbound.request([{ conversationId, occasion: `read ${requestId}`, action }])
    }
    const conversation = { ...before, unread: 0 }
    unit.putConversation(conversation)
    return { kind: 'done', answer: conversation }
  })
}

function showsRead({ replies }: ActionDeps, { channel, visibility, provider }: Conversation): boolean {
  const { manifest, senders } = replies.findChannel(channel) ?? {}
  return manifest?.capabilities[visibility]?.markRead === true && senders?.[provider] !== undefined
}
