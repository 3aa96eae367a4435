import type { EventDetail } from '../domain/events.ts'
import { PAGE_BYTES_MAX, toJsonBytes } from './page-limits.ts'
import type { Clock, FeedReader, Pacer } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 500

/** How far a consumer is in a shard of the feed: all of the rows up to `row`, or only the first `taken` events of it. */
export type FeedPosition = { row: number; taken: number | 'all' }

export type FeedEvent = { type: string } & EventDetail

export type FeedPage = {
  kind: 'page'
  events: FeedEvent[]
  /** Shard → position; a shard without one was never read. */
  positions: Map<number, FeedPosition>
  hasMore: boolean
}

export type FeedQuery = {
  positions: ReadonlyMap<number, FeedPosition>
  limit: number
  /** How long to wait for the first event. */
  waitSeconds: number
}

export type FeedDependencies = { feed: FeedReader; feedShards: number; clock: Clock; pacer: Pacer }

/** Events after the positions, each shard in its order. Waits while there are none. */
export async function readEvents(
  dependencies: FeedDependencies,
  query: FeedQuery,
): Promise<FeedPage | Refusal> {
  const { clock, pacer } = dependencies
  const deadline = clock.now().getTime() + query.waitSeconds * 1000
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const page = await readPage(dependencies, query)
    const remaining = deadline - clock.now().getTime()
    if (page.kind === 'refused' || page.events.length > 0 || remaining <= 0) return page
    await pacer.sleep(Math.min(pause, remaining))
  }
}

type Step = { shard: number; event: FeedEvent; position: FeedPosition }

async function readPage(
  { feed, feedShards }: FeedDependencies,
  query: FeedQuery,
): Promise<FeedPage | Refusal> {
  const shards = Array.from({ length: feedShards }, (_, shard) => shard)
  const reads = await Promise.all(shards.map((shard) => readShard(feed, shard, query)))
  if (reads.includes('expired')) {
    return refuse(
      'cursor_expired',
      'Events after this cursor are no longer kept. Start again without `after` and read the conversations once.',
    )
  }
  const open = reads.filter((read) => read !== 'expired')
  const page: FeedPage = { kind: 'page', events: [], positions: new Map(query.positions), hasMore: false }
  let bytes = 0
  for (const { shard, event, position } of inTurns(open.map((read) => read.steps))) {
    bytes += toJsonBytes(event)
    if (page.events.length === query.limit || (bytes > PAGE_BYTES_MAX && page.events.length > 0)) {
      return { ...page, hasMore: true }
    }
    page.events.push(event)
    page.positions.set(shard, position)
  }
  return { ...page, hasMore: open.some((read) => read.hasMore) }
}

/** What a shard holds after its position, or `expired`: rows in between are gone, and going on would skip them silently. */
async function readShard(
  feed: FeedReader,
  shard: number,
  { positions, limit }: FeedQuery,
): Promise<{ steps: Step[]; hasMore: boolean } | 'expired'> {
  const position = positions.get(shard) ?? { row: 0, taken: 'all' }
  const after = position.taken === 'all' ? position.row : position.row - 1
  const { rows, next } = await feed.read(shard, after, limit + 1)
  const first = rows[0]?.number ?? after + 1
  if (positions.has(shard) && first !== after + 1) return 'expired'
  const steps = rows.flatMap(({ number, events }) => {
    const taken = number === position.row && position.taken !== 'all' ? position.taken : 0
    return events.slice(taken).map(({ type, detail }, index): Step => {
      const count = taken + index + 1
      return {
        shard,
        event: { type, ...detail },
        position: { row: number, taken: count === events.length ? 'all' : count },
      }
    })
  })
  return { steps, hasMore: next !== null }
}

/** One of each list in turn, so that a busy shard does not hold up the others. */
function* inTurns<T>(lists: readonly (readonly T[])[]): Generator<T> {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  for (let index = 0; index < longest; index++) {
    for (const list of lists) {
      const item = list[index]
      if (item !== undefined) yield item
    }
  }
}
