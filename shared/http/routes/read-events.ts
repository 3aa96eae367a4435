import * as z from 'zod'
import { type FeedPosition, readEvents } from '../../app/read-events.ts'
import { refuse } from '../../app/refusal.ts'
import { EventDetail } from '../../domain/events.ts'
import { decodeCursor, encodeCursor, type Positions } from '../cursor.ts'
import { EVENT_EXAMPLE } from '../examples.ts'
import { CursorText, integerParameter, Limit, pageOf } from '../pagination.ts'
import { defineRoute } from '../route.ts'

/** Below API Gateway's 30 s with room for the reads. */
const WAIT_SECONDS_MAX = 20
const SCOPE = { list: 'events', filter: {}, direction: 'asc' as const }

const Query = z.strictObject({
  after: CursorText.optional().meta({
    description: '`page.next` of an earlier answer. Without it: from the oldest event that is kept.',
  }),
  limit: Limit,
  waitSeconds: integerParameter(0, WAIT_SECONDS_MAX, 0).meta({
    description: 'How long to wait for the first event where there is none.',
  }),
})

/** Shard → `row`, or `row.taken` in the middle of a row. */
const Vector = z.record(z.string().regex(/^\d{1,4}$/), z.string().regex(/^[1-9]\d{0,11}(\.[1-9]\d{0,5})?$/))

/** An event as the feed gives it: its type and its detail. */
export const FeedEventView = z.strictObject({ type: z.string(), ...EventDetail.shape })

/** `next` is there even when nothing follows: it is where to wait for more. */
export const readEventsRoute = defineRoute({
  method: 'GET',
  path: '/v1/events',
  scope: 'inbox:read',
  summary: 'Read the change feed, waiting for the next event if there is none',
  parameters: z.object({}),
  query: Query,
  response: pageOf(FeedEventView),
  documentation: {
    operationId: 'readEvents',
    tag: 'Events',
    description:
      'Every event of the event bus, each conversation in its order. `page.next` is there even when nothing follows: ask again with it. Delivery is at least once; `id` tells repetitions.',
    refusals: ['cursor_invalid', 'cursor_expired'],
    example: {
      data: [EVENT_EXAMPLE],
      page: {
        next: 'eyJ2ZXJzaW9uIjoxLCJmaWx0ZXIiOiJrM2ZhcXQ5eHc3YnprMnBkIiwiZGlyZWN0aW9uIjoiYXNjIiwibGFzdCI6eyIwIjoiMTIifX0',
        hasMore: false,
      },
    },
  },
  handle: async ({ query: { after, limit, waitSeconds } }, context) => {
    const start = decodeCursor(SCOPE, after)
    if (start.kind === 'refused') return start
    const vector = Vector.safeParse(start.last)
    if (!vector.success) return refuse('cursor_invalid', 'This is not a cursor of this API.')
    const page = await readEvents(context, { positions: toPositions(vector.data), limit, waitSeconds })
    if (page.kind === 'refused') return page
    const next = encodeCursor(SCOPE, toVector(page.positions))
    return { kind: 'reply', body: { data: page.events, page: { next, hasMore: page.hasMore } } }
  },
})

function toPositions(vector: Positions): Map<number, FeedPosition> {
  return new Map(
    Object.entries(vector).map(([shard, position]) => {
      const [row, taken] = position.split('.')
      return [Number(shard), { row: Number(row), taken: taken === undefined ? 'all' : Number(taken) }]
    }),
  )
}

function toVector(positions: ReadonlyMap<number, FeedPosition>): Record<string, string> {
  return Object.fromEntries(
    [...positions].map(([shard, { row, taken }]) => [
      String(shard),
      taken === 'all' ? String(row) : `${row}.${taken}`,
    ]),
  )
}
