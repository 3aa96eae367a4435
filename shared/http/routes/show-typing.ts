import * as z from 'zod'
import { showTyping } from '../../app/show-typing.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const showTypingRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/typing',
  scope: 'inbox:write',
  summary: 'Show the customer that somebody is writing',
  status: 204,
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  response: z.null(),
  documentation: {
    operationId: 'showTyping',
    tag: 'Conversations',
    description:
      'For some seconds, or until the answer; the platform is told once and without a promise. On WhatsApp it marks as read too.',
    refusals: ['not_found', 'channel_unsupported'],
    example: null,
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await showTyping(context, id, context.request)
    return outcome.kind === 'done' ? { kind: 'done_silently' } : outcome
  },
})
