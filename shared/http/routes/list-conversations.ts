import * as z from 'zod'
import { ConversationView } from '../../app/conversation-view.ts'
import { listConversations } from '../../app/list-conversations.ts'
import { Visibility } from '../../domain/channel-name.ts'
import { ConversationStatus } from '../../domain/conversation.ts'
import { ClockState } from '../../domain/sla/clocks.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { decodeCursor } from '../cursor.ts'
import { CONVERSATION_EXAMPLE, NO_NEXT_PAGE } from '../examples.ts'
import { CursorText, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { defineRoute } from '../route.ts'

const Name = z.string().min(1).max(200)

const Query = z.strictObject({
  status: ConversationStatus.optional().meta({ description: 'Without it: every status.' }),
  channel: ChannelParameter.optional(),
  visibility: Visibility.optional().meta({ description: 'Only public, or only private ones.' }),
  account: Name.optional().meta({ description: 'Id of the account that the customer wrote to.' }),
  assignee: Name.optional().meta({ description: 'Who it is assigned to.' }),
  team: Name.optional().meta({ description: 'The team it is assigned to.' }),
  tag: Name.optional().meta({ description: 'A tag that it bears.' }),
  slaState: ClockState.optional().meta({
    description:
      'State of `sla`, the open clock that is due first; where none is open, of the one that stopped last.',
  }),
  sort: z.enum(['activity', 'due']).default('activity').meta({
    description:
      '`activity`: what was said last comes first. `due`: only what is owed an answer or an end by a time, what is due first (or overdue the longest) first.',
  }),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const listConversationsRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations',
  scope: 'inbox:read',
  summary: 'List conversations, by activity or by what is due',
  parameters: z.object({}),
  query: Query,
  response: pageOf(ConversationView),
  documentation: {
    operationId: 'listConversations',
    tag: 'Conversations',
    description:
      'The queue of conversations. Filters are combined. While the inbox moves, a conversation may come on two pages; none is left out that did not move. By what is due, one whose clock moves between two pages stands where it is due now.',
    refusals: ['cursor_invalid'],
    example: { data: [CONVERSATION_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ query: { limit, cursor, sort, ...filter } }, context) => {
    const direction = sort === 'due' ? ('asc' as const) : ('desc' as const)
    const scope = { list: `conversations by ${sort}`, filter, direction }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const page = await listConversations(context, { filter, sort, positions: start.last, limit })
    return {
      kind: 'reply',
      body: { data: page.conversations, page: toPageInfo(scope, page.positions) },
    }
  },
})
