import * as z from 'zod'
import { HandoffView } from '../../app/handoff/handoff-view.ts'
import { listHandoffs } from '../../app/handoff/list-handoffs.ts'
import { HandoffState, HandoffTargetKind } from '../../domain/handoff/handoff.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { decodeCursor } from '../cursor.ts'
import { NO_NEXT_PAGE } from '../examples.ts'
import { COMPLETED_HANDOFF_EXAMPLE } from '../handoff-examples.ts'
import { CursorText, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const Query = z.strictObject({
  state: z
    .enum([...HandoffState.options, 'open'])
    .optional()
    .meta({
      description: '`open`: every state that is no end.',
    }),
  channel: ChannelParameter.optional(),
  target: HandoffTargetKind.optional().meta({ description: 'Where the customer was asked to.' }),
  conversation: ConversationId.optional().meta({ description: 'On either side of the handoff.' }),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const listHandoffsRoute = defineRoute({
  method: 'GET',
  path: '/v1/handoffs',
  scope: 'inbox:read',
  summary: 'List handoffs, the newest offer first',
  parameters: z.object({}),
  query: Query,
  response: pageOf(HandoffView),
  documentation: {
    operationId: 'listHandoffs',
    tag: 'Handoffs',
    description: 'Filters are combined; the list is a moment behind.',
    refusals: ['cursor_invalid'],
    example: { data: [COMPLETED_HANDOFF_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ query: { limit, cursor, ...filter } }, context) => {
    const scope = { list: 'handoffs', filter, direction: 'desc' as const }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const page = await listHandoffs(context, { filter, positions: start.last, limit })
    return { kind: 'reply', body: { data: page.handoffs, page: toPageInfo(scope, page.positions) } }
  },
})
