import { type ConversationFilter, matchesFilter } from './conversation-filter.ts'
import { listByActivity, listByDue, type Listing, type ListingDependencies } from './conversation-listings.ts'
import { type ConversationView, toConversationView, type ViewContext } from './conversation-view.ts'
import { type LaneRow, mergeLanes } from './merge-lanes.ts'
import { ROWS_READ_MAX } from './page-limits.ts'

export type ConversationsQuery = {
  filter: ConversationFilter
  /** `activity`: newest first. `due`: what is due first, first. */
  sort: 'activity' | 'due'
  /** Partition → last position that an earlier page looked at. */
  positions: Readonly<Record<string, string>>
  limit: number
}

export type ConversationsPage = {
  conversations: ConversationView[]
  /** null: nothing follows. */
  positions: Record<string, string> | null
}

export type ListDependencies = ViewContext & ListingDependencies

/** Conversations in an order that an index has: one query a partition, merged; what no index carries is filtered over a bounded read. */
export function listConversations(
  dependencies: ListDependencies,
  query: ConversationsQuery,
): Promise<ConversationsPage> {
  const { sort, filter, positions } = query
  return sort === 'due'
    ? readPage(listByDue(dependencies, positions), dependencies, query)
    : readPage(listByActivity(dependencies, filter, positions), dependencies, query)
}

async function readPage<Row extends LaneRow>(
  { lanes, order, rowsLoadedMin, load }: Listing<Row>,
  context: ViewContext,
  { filter, limit, ...query }: ConversationsQuery,
): Promise<ConversationsPage> {
  // One row more than the page: whether something follows is known without another query.
  const merged = mergeLanes(lanes, { order, rowsAtOnce: limit + 1 })
  const found = new Map<string, ConversationView>()
  const positions = { ...query.positions }
  let rowsRead = 0
  for (;;) {
    const isFull = found.size === limit || rowsRead === ROWS_READ_MAX
    const wanted = rowsRead === 0 ? limit : Math.max(limit - found.size, rowsLoadedMin)
    const taken = await take(merged, isFull ? 1 : Math.min(wanted, ROWS_READ_MAX - rowsRead))
    if (taken.length === 0) return { conversations: [...found.values()], positions: null }
    if (isFull) return { conversations: [...found.values()], positions }
    const conversations = await load(taken.map(({ row }) => row))
    for (const [index, { key, row }] of taken.entries()) {
      if (found.size === limit) return { conversations: [...found.values()], positions }
      positions[key] = row.position
      rowsRead += 1
      const conversation = conversations[index] ?? null
      // A conversation that moved between two queries is in both places for a moment.
      if (conversation === null || found.has(conversation.id) || !matchesFilter(conversation, filter))
        continue
      found.set(conversation.id, toConversationView(conversation, context))
    }
  }
}

async function take<T>(from: AsyncGenerator<T, undefined>, count: number): Promise<T[]> {
  const taken: T[] = []
  while (taken.length < count) {
    const next = await from.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}
