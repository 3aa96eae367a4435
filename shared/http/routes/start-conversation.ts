import * as z from 'zod'
import { ConversationView, toConversationView } from '../../app/conversation-view.ts'
import { MessageView, toMessageView } from '../../app/entry-view.ts'
import { startConversation } from '../../app/start-conversation.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { CONVERSATION_EXAMPLE, QUEUED_EXAMPLE } from '../examples.ts'
import { MessageBody, SEND_REFUSALS, toWording } from '../message-body.ts'
import { PhoneNumber } from '../phone-number.ts'
import { defineRoute } from '../route.ts'

const Body = z.strictObject({
  account: z.strictObject({ channel: ChannelParameter, id: z.string().min(1).max(200) }),
  to: PhoneNumber.meta({ description: 'Phone number of the customer, with + and country code.' }),
  message: MessageBody,
})

const StartedView = ConversationView.extend({ message: MessageView })

const TEMPLATE = { name: 'order_ready', language: 'en', parameters: ['Ada'] }

export const startConversationRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations',
  scope: 'inbox:write',
  summary: 'Write to a customer first',
  status: 202,
  idempotent: true,
  parameters: z.object({}),
  query: z.strictObject({}),
  body: Body,
  response: StartedView,
  documentation: {
    operationId: 'startConversation',
    tag: 'Conversations',
    description:
      'With a WhatsApp template or an SMS. Answers with the conversation, new or the one that there is with this customer, and with the queued `message`.',
    refusals: ['author_not_allowed', ...SEND_REFUSALS],
    bodyExample: {
      account: { channel: 'whatsapp', id: CONVERSATION_EXAMPLE.account.id },
      to: '+49 1555 0000001',
      message: { template: TEMPLATE },
    },
    example: {
      ...CONVERSATION_EXAMPLE,
      lastMessage: { text: null, at: QUEUED_EXAMPLE.at, direction: 'outbound' },
      unread: 0,
      window: { open: false, closesAt: null },
      message: {
        ...QUEUED_EXAMPLE,
        id: 'msg_pludjloam2v5xlnn3q3xwwgm3w_1',
        seq: 1,
        text: null,
        content: { type: 'template', name: TEMPLATE.name, language: TEMPLATE.language },
        outgoing: {
          quickReplies: [],
          template: TEMPLATE,
          rule: 'standard',
          expiresAt: '2026-03-03T09:18:30.044Z',
        },
      },
    },
  },
  handle: async ({ body: { account, to, message } }, context) => {
    const wish = { account, to, ...toWording(message), author: message.author?.kind ?? null }
    const shards = { queue: context.queueShards, feed: context.feedShards }
    const outcome = await startConversation({ ...context, shards }, wish, context.request, (started) => ({
      ...toConversationView(started.conversation, context),
      message: toMessageView(started.entry),
    }))
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
