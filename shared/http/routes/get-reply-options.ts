import * as z from 'zod'
import { getReplyOptions } from '../../app/get-reply-options.ts'
import { PossibleTarget } from '../../app/handoff/list-handoff-targets.ts'
import { ClosedReply, ReplyOption } from '../../domain/reply-options.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const ReplyOptionsView = z.strictObject({
  options: z.array(ReplyOption),
  closed: z.array(ClosedReply),
  handoffTargets: z.array(PossibleTarget),
})

const LIMITS = { textMaxChars: 2000, textCounting: 'utf16', quickRepliesMax: 0 } as const
const CLOSED =
  'The platform takes free text for some time after the customer wrote; that ended at 2026-03-03T09:15:04.000Z. A person may still send plain text until 2026-03-09T09:15:04.000Z.'

export const getReplyOptionsRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations/{id}/reply-options',
  scope: 'inbox:read',
  summary: 'What may be sent now, by whom, until when',
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  response: ReplyOptionsView,
  documentation: {
    operationId: 'getReplyOptions',
    tag: 'Conversations',
    description:
      'The decision that `POST …/messages` will meet, and once more the moment of sending. What is closed says why, and what would open it.',
    refusals: ['not_found'],
    example: {
      options: [
        {
          kind: 'human_agent_text',
          allowedFor: ['human'],
          until: '2026-03-09T09:15:04.000Z',
          limits: LIMITS,
          prices: [],
        },
      ],
      closed: [
        { kind: 'text', code: 'window_closed', reason: CLOSED },
        { kind: 'quick_replies', code: 'window_closed', reason: CLOSED },
      ],
      handoffTargets: [],
    },
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await getReplyOptions(context, id)
    if (outcome.kind === 'refused') return outcome
    const { options, closed, handoffTargets } = outcome
    return { kind: 'reply', body: { options, closed, handoffTargets } }
  },
})
