import * as z from 'zod'
import { ConversationView } from '../../app/conversation-view.ts'
import { getConversation } from '../../app/get-conversation.ts'
import { CONVERSATION_EXAMPLE } from '../examples.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

/** The ETag counts changes of what people may patch, so it is for If-Match; an unchanged one does not mean no news. */
export const getConversationRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations/{id}',
  scope: 'inbox:read',
  summary: 'Read a conversation',
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  response: ConversationView,
  documentation: {
    operationId: 'getConversation',
    tag: 'Conversations',
    description: 'One conversation as it is now. Its lines are under `/entries`.',
    refusals: ['not_found'],
    example: CONVERSATION_EXAMPLE,
    headers: {
      ETag: 'Counts changes of what people may patch, for If-Match. An unchanged one does not mean that there is no news.',
    },
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await getConversation(context.reader, id, context)
    if (outcome.kind === 'refused') return outcome
    return { kind: 'reply', body: outcome.view, headers: { etag: `"${outcome.workflowRevision}"` } }
  },
})
