import * as z from 'zod'
import { readTimeline } from '../../app/read-timeline.ts'
import { refuse } from '../../app/refusal.ts'
import { TimelineLine } from '../../app/timeline-view.ts'
import { Visibility } from '../../domain/channel-name.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { decodeCursor } from '../cursor.ts'
import { NO_NEXT_PAGE, TIMELINE_EXAMPLE } from '../examples.ts'
import { CursorText, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { ContactId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'
import { parseTimelineCursor, toTimelineCursor } from '../timeline-cursor.ts'

const Query = z.strictObject({
  order: z
    .enum(['asc', 'desc'])
    .default('desc')
    .meta({ description: '`desc`: the newest line comes first.' }),
  channel: ChannelParameter.optional(),
  visibility: Visibility.optional().meta({ description: 'Only public, or only private conversations.' }),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const readTimelineRoute = defineRoute({
  method: 'GET',
  path: '/v1/contacts/{id}/timeline',
  scope: 'inbox:read',
  summary: 'Read everything that happened with a person, over all conversations',
  parameters: z.object({ id: ContactId }),
  query: Query,
  response: pageOf(TimelineLine),
  documentation: {
    operationId: 'readTimeline',
    tag: 'Contacts',
    description:
      'The logs of all conversations of a contact, and of whoever was merged into it, as one list in the order of `at`; a conversation keeps its own order. Changes of the contact itself (merges, opt-outs, new identities) are activities without a conversation; a filter leaves them out. In a quiet history no line is left out or comes twice.',
    refusals: ['not_found', 'cursor_invalid', 'timeline_too_long'],
    example: { data: [TIMELINE_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ parameters: { id }, query: { limit, cursor, order, ...filter } }, { reader }) => {
    const scope = { list: `timeline of ${id}`, filter, direction: order }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const position = cursor === undefined ? null : parseTimelineCursor(start.last)
    if (cursor !== undefined && position === null) {
      return refuse('cursor_invalid', 'This is not a cursor of this API.')
    }
    const { channel, visibility } = filter
    const page = await readTimeline(reader, { contactId: id, order, channel, visibility, position, limit })
    if (page.kind === 'refused') return page
    const positions = page.position === null ? null : toTimelineCursor(page.position)
    return { kind: 'reply', body: { data: page.lines, page: toPageInfo(scope, positions) } }
  },
})
