import * as z from 'zod'
import { ConversationView, toConversationView } from '../../app/conversation-view.ts'
import { patchConversation } from '../../app/patch-conversation.ts'
import { WorkflowPatch } from '../../domain/workflow.ts'
import { CONVERSATION_EXAMPLE } from '../examples.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const patchConversationRoute = defineRoute({
  method: 'PATCH',
  path: '/v1/conversations/{id}',
  scope: 'inbox:write',
  summary: 'Change who works on a conversation, and how',
  ifMatch: 'revision',
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: WorkflowPatch,
  response: ConversationView,
  documentation: {
    operationId: 'patchConversation',
    tag: 'Conversations',
    description:
      'A merge patch: what is left out stays, `null` takes away. `snoozedUntil` snoozes until then, or until the customer writes; `null` wakes. `tags` names what comes and what goes. All of it is done, or nothing; each thing that changes is a line of the log and an event.',
    refusals: ['not_found', 'snooze_invalid', 'too_many_tags', 'thread_ended'],
    bodyExample: { assignee: 'ada', snoozedUntil: '2026-03-06T08:00:00.000Z', tags: { add: ['lamps'] } },
    example: {
      ...CONVERSATION_EXAMPLE,
      status: 'snoozed',
      snoozedUntil: '2026-03-06T08:00:00.000Z',
      snoozedFor: 'agent',
      assignee: 'ada',
      tags: ['lamps'],
      seq: 4,
      updatedAt: '2026-03-02T09:18:44.802Z',
    },
    headers: { ETag: 'As of the conversation, after the change.' },
  },
  handle: async ({ parameters: { id }, body }, context) => {
    const wish = { conversationId: id, patch: body, expectedRevisions: context.ifMatch }
    const outcome = await patchConversation(context, wish, context.request)
    if (outcome.kind !== 'done') return outcome
    const etag = `"${outcome.answer.workflowRevision}"`
    return { kind: 'reply', body: toConversationView(outcome.answer, context), headers: { etag } }
  },
})
