import { type ConversationView, toConversationView, type ViewContext } from './conversation-view.ts'
import type { InboxReader } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

export async function getConversation(
  reader: Pick<InboxReader, 'conversation'>,
  id: string,
  context: ViewContext,
): Promise<{ kind: 'found'; view: ConversationView; workflowRevision: number } | Refusal> {
  const conversation = await reader.conversation(id)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  return {
    kind: 'found',
    view: toConversationView(conversation, context),
    workflowRevision: conversation.workflowRevision,
  }
}
