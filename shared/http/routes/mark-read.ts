import * as z from 'zod'
import { ConversationView, toConversationView } from '../../app/conversation-view.ts'
import { markRead } from '../../app/mark-read.ts'
import { CONVERSATION_EXAMPLE } from '../examples.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const markReadRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/read',
  scope: 'inbox:write',
  summary: 'Mark what the customer wrote as read',
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  response: ConversationView,
  documentation: {
    operationId: 'markRead',
    tag: 'Conversations',
    description:
      'Sets `unread` to 0. Where the platform shows customers that they were read, it is told, once and without a promise.',
    refusals: ['not_found'],
    example: { ...CONVERSATION_EXAMPLE, unread: 0 },
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await markRead(context, id, context.request)
    return outcome.kind === 'done'
      ? { kind: 'reply', body: toConversationView(outcome.answer, context) }
      : outcome
  },
})
