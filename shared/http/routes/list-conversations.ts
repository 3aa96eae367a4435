import * as z from 'zod'
import { ConversationView } from '../../app/conversation-view.ts'
import { listConversations } from '../../app/list-conversations.ts'
import { ChannelName, Visibility } from '../../domain/channel-name.ts'
import { ConversationStatus } from '../../domain/conversation.ts'
import { decodeCursor } from '../cursor.ts'
import { CursorText, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { defineRoute } from '../route.ts'

const Name = z.string().min(1).max(200)

const Query = z.strictObject({
  status: ConversationStatus.optional(),
  channel: ChannelName.optional(),
  visibility: Visibility.optional(),
  account: Name.optional(),
  assignee: Name.optional(),
  team: Name.optional(),
  tag: Name.optional(),
  sort: z.enum(['activity'], 'Invalid option: only "activity" (newest first) is offered').default('activity'),
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
