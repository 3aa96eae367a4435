import * as z from 'zod'
import { ConversationView } from '../../app/conversation-view.ts'
import { listConversations } from '../../app/list-conversations.ts'
import { Visibility } from '../../domain/channel-name.ts'
import { ConversationStatus } from '../../domain/conversation.ts'
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
  sort: z
    .enum(['activity'], 'Invalid option: only "activity" (newest first) is offered')
    .default('activity')
    .meta({ description: '`activity`: what was said last comes first.' }),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const listConversationsRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations',
  scope: 'inbox:read',
  summary: 'List conversations, newest activity first',
  parameters: z.object({}),
  query: Query,
  response: pageOf(ConversationView),
  documentation: {
    operationId: 'listConversations',
    tag: 'Conversations',
    description:
      'The queue of conversations. Filters are combined. While the inbox moves, a conversation may come on two pages; none is left out that did not move.',
    refusals: ['cursor_invalid'],
    example: { data: [CONVERSATION_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ query: { limit, cursor, sort, ...filter } }, context) => {
    const scope = { list: `conversations by ${sort}`, filter, direction: 'desc' as const }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const page = await listConversations(context, { filter, positions: start.last, limit })
    return {
      kind: 'reply',
      body: { data: page.conversations, page: toPageInfo(scope, page.positions) },
    }
  },
})
