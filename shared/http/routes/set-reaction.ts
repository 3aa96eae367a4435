import * as z from 'zod'
import { MessageView } from '../../app/entry-view.ts'
import { setReaction } from '../../app/set-reaction.ts'
import { MESSAGE_EXAMPLE } from '../examples.ts'
import { ConversationId, EntryId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const PATH = '/v1/conversations/{id}/entries/{entryId}/reaction'
const Parameters = z.object({ id: ConversationId, entryId: EntryId })

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Pictures, flags and keycaps; a bare digit is none. */
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*0-9]\u{FE0F}?\u{20E3})/u

const Body = z.strictObject({
  emoji: z
    .string()
    .max(32)
    .refine((text) => [...GRAPHEMES.segment(text)].length === 1 && EMOJI.test(text), {
      error: 'This is not one emoji.',
    })
    .meta({ description: 'One emoji. In public only 👍, which is a like.', example: '👍' }),
})

export const putReactionRoute = defineRoute({
  method: 'PUT',
  path: PATH,
  scope: 'inbox:write',
  summary: 'React to what the customer wrote',
  status: 202,
  parameters: Parameters,
  query: z.strictObject({}),
  body: Body,
  response: MessageView,
  documentation: {
    operationId: 'putReaction',
    tag: 'Conversations',
    description:
      'The company has one reaction to a message: a new one takes the place of the old. The platform is told once; if it refuses, the reaction goes from the log again.',
    refusals: [
      'not_found',
      'window_closed',
      'recipient_opted_out',
      'provider_unsupported',
      'channel_unsupported',
      'reply_target_gone',
      'account_refused',
    ],
    bodyExample: { emoji: '👍' },
    example: {
      ...MESSAGE_EXAMPLE,
      revision: 2,
      reactions: [
        { emoji: '👍', by: { kind: 'human', id: 'ada', name: 'Ada' }, at: '2026-03-02T09:18:30.044Z' },
      ],
    },
  },
  handle: async ({ parameters: { id, entryId }, body: { emoji } }, context) => {
    const outcome = await setReaction(context, { conversationId: id, entryId, emoji }, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})

export const deleteReactionRoute = defineRoute({
  method: 'DELETE',
  path: PATH,
  scope: 'inbox:write',
  summary: 'Take our reaction back',
  status: 202,
  parameters: Parameters,
  query: z.strictObject({}),
  response: MessageView,
  documentation: {
    operationId: 'deleteReaction',
    tag: 'Conversations',
    description: 'Where there is none, nothing changes. The platform is told once.',
    refusals: ['not_found', 'channel_unsupported', 'account_refused'],
    example: { ...MESSAGE_EXAMPLE, revision: 3 },
  },
  handle: async ({ parameters: { id, entryId } }, context) => {
    const outcome = await setReaction(context, { conversationId: id, entryId, emoji: null }, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
