import * as z from 'zod'
import { MessageView } from '../../app/entry-view.ts'
import { sendMessage } from '../../app/send-message.ts'
import { QUEUED_EXAMPLE } from '../examples.ts'
import { ReplyBody, SEND_REFUSALS, toWording } from '../message-body.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const sendMessageRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/messages',
  scope: 'inbox:write',
  summary: 'Send a message to the customer',
  status: 202,
  idempotent: true,
  ifMatch: 'seen',
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: ReplyBody,
  response: MessageView,
  documentation: {
    operationId: 'sendMessage',
    tag: 'Conversations',
    description:
      'Stores the message as `queued` and answers with it; `status`, and the events of the entry, tell what becomes of it. What may be sent now is under `/reply-options`. `If-Match: "seq-41"` says that the author has seen the log up to 41: if the customer wrote since, nothing is sent.',
    refusals: [
      'not_found',
      'author_not_allowed',
      'attachment_unknown',
      'attachment_missing',
      'attachment_mismatch',
      ...SEND_REFUSALS,
    ],
    bodyExample: { text: 'Yes, two are left. Shall I put one aside?' },
    example: QUEUED_EXAMPLE,
  },
  handle: async ({ parameters, body: { replyTo = null, author, attachments = [], ...message } }, context) => {
    const seenUpTo = context.ifMatch === null ? null : Math.max(...context.ifMatch)
    const ids = attachments.map(({ id }) => id)
    const wish = { ...toWording(message), attachments: ids, replyTo, author: author?.kind ?? null, seenUpTo }
    const outcome = await sendMessage(context, { conversationId: parameters.id, ...wish }, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
