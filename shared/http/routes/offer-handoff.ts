import * as z from 'zod'
import { HandoffView } from '../../app/handoff/handoff-view.ts'
import { offerHandoff } from '../../app/handoff/offer-handoff.ts'
import { HandoffReasonCode } from '../../domain/handoff/handoff.ts'
import { AuthorKind } from '../../domain/reply-options.ts'
import { HANDOFF_EXAMPLE } from '../handoff-examples.ts'
import { PhoneNumber } from '../phone-number.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const TEXT_CHARS_MAX = 1000

const channelTarget = <Kind extends 'whatsapp' | 'sms'>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    to: PhoneNumber.optional().meta({
      description: 'A number that the customer gave: they are written to there.',
    }),
    account: z.string().min(1).max(200).optional().meta({
      description: 'The account that they go to, where several of this channel are connected.',
    }),
  })

const Body = z.strictObject({
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('same_platform') }),
    channelTarget('whatsapp'),
    channelTarget('sms'),
    z.strictObject({ kind: z.literal('secure_thread') }),
  ]),
  reason: z
    .strictObject({ code: HandoffReasonCode, text: z.string().min(1).max(500).optional() })
    .refine(({ code, text }) => code !== 'other' || text !== undefined, {
      path: ['text'],
      error: 'expected words for the reason `other`',
    }),
  text: z.string().min(1).max(TEXT_CHARS_MAX).optional().meta({
    description: 'In the place of the configured words of the private offer. It must hold nothing private.',
  }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'expected a language tag such as de or pt-BR' })
    .optional()
    .meta({ description: 'Of what the customer is told; without it, that of the deployment.' }),
  announce: z.boolean().default(true).meta({
    description:
      'Whether the public is told, in one neutral sentence, that it goes on in private. Where the customer is asked by a message elsewhere it is told in any case, unless `hide` is set: nothing else would stop the public clock.',
  }),
  hide: z.boolean().default(false).meta({
    description:
      "Hides the customer's newest public message from others, where the platform can; then `announce` says nothing.",
  }),
  author: z.strictObject({ kind: AuthorKind }).optional(),
})

export const offerHandoffRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/handoffs',
  scope: 'inbox:write',
  summary: 'Ask the customer of a public conversation into private',
  status: 201,
  idempotent: true,
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: Body,
  response: HandoffView,
  documentation: {
    operationId: 'offerHandoff',
    tag: 'Handoffs',
    description:
      'Queues the offer and answers with the handoff; its state and the `handoff.*` events tell how far the customer has come. What is possible now is in `handoffTargets` of `/reply-options`. One handoff of a conversation is open at a time.',
    refusals: [
      'not_found',
      'author_not_allowed',
      'handoff_open',
      'handoff_not_public',
      'handoff_target_unreachable',
      'handoff_too_late',
      'private_reply_used',
      'private_data_in_public',
      'recipient_opted_out',
      'text_too_long',
      'reply_target_gone',
      'account_refused',
      'provider_unsupported',
      'channel_unsupported',
    ],
    bodyExample: { target: { kind: 'same_platform' }, reason: { code: 'account_data' } },
    example: HANDOFF_EXAMPLE,
  },
  handle: async ({ parameters: { id }, body }, context) => {
    const { account = null, ...target } = { account: undefined, ...body.target }
    const wish = {
      conversationId: id,
      target,
      targetAccount: account,
      reason: body.reason,
      text: body.text ?? null,
      language: body.language ?? null,
      announces: body.announce,
      hides: body.hide,
      author: body.author?.kind ?? null,
    }
    const shards = { queue: context.queueShards, feed: context.feedShards }
    const outcome = await offerHandoff({ ...context, shards }, wish, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
