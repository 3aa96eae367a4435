import * as z from 'zod'
import { EntryView } from '../../app/entry-view.ts'
import { listEntries } from '../../app/list-entries.ts'
import { refuse } from '../../app/refusal.ts'
import { decodeCursor } from '../cursor.ts'
import { MESSAGE_EXAMPLE, NO_NEXT_PAGE } from '../examples.ts'
import { CursorText, integerParameter, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

/** A log has one partition. */
const LOG = 'log'
const SEQ_MAX = 999_999_999

const Query = z.strictObject({
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'Oldest or newest first, by `seq`.' }),
  afterSeq: integerParameter(0, SEQ_MAX, 0).meta({ description: 'Only entries with a greater `seq`.' }),
  kind: z.enum(['message', 'note', 'activity']).optional().meta({ description: 'Only lines of this kind.' }),
  limit: Limit,
  cursor: CursorText.optional(),
})

const Position = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)
  .nullable()

export const listEntriesRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations/{id}/entries',
  scope: 'inbox:read',
  summary: 'Read the log of a conversation',
  parameters: z.object({ id: ConversationId }),
  query: Query,
  response: pageOf(EntryView),
  documentation: {
    operationId: 'listEntries',
    tag: 'Conversations',
    description:
      'Messages, notes and activities of a conversation, numbered by `seq` 1, 2, 3 … without gaps.',
    refusals: ['not_found', 'cursor_invalid'],
    example: { data: [MESSAGE_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ parameters, query: { limit, cursor, order, ...filter } }, { reader }) => {
    const scope = { list: `entries of ${parameters.id}`, filter, direction: order }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const position = Position.safeParse(start.last[LOG] ?? null)
    if (!position.success) return refuse('cursor_invalid', 'This is not a cursor of this API.')
    const wanted = { conversationId: parameters.id, order, ...filter, kind: filter.kind, limit }
    const page = await listEntries(reader, { ...wanted, position: position.data })
    if (page.kind === 'refused') return page
    const positions = page.position === null ? null : { [LOG]: String(page.position) }
    return { kind: 'reply', body: { data: page.entries, page: toPageInfo(scope, positions) } }
  },
})
