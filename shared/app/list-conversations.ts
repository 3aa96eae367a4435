import { type Conversation, ConversationStatus } from '../domain/conversation.ts'
import { type ConversationView, toConversationView, type ViewContext } from './conversation-view.ts'
import { createLane, type Lane, takeNewest } from './newest-first.ts'
import { ROWS_READ_MAX } from './page-limits.ts'
import type { InboxReader } from './ports.ts'

export type ConversationFilter = {
  status?: ConversationStatus | undefined
  channel?: Conversation['channel'] | undefined
  visibility?: Conversation['visibility'] | undefined
  account?: string | undefined
  assignee?: string | undefined
  team?: string | undefined
  tag?: string | undefined
}

export type ConversationsQuery = {
  filter: ConversationFilter
  /** Partition → last position that an earlier page looked at. */
  positions: Readonly<Record<string, string>>
  limit: number
}

export type ConversationsPage = {
  conversations: ConversationView[]
  /** null: nothing follows. */
  positions: Record<string, string> | null
}

export type ListDependencies = ViewContext & {
  reader: Pick<InboxReader, 'queuePage'>
  queueShards: number
}

/** Conversations by newest activity: one query a partition, merged; what no index carries is filtered over a bounded read. */
export async function listConversations(
  dependencies: ListDependencies,
  { filter, positions, limit }: ConversationsQuery,
): Promise<ConversationsPage> {
  const lanes = toLanes(dependencies, filter, positions, limit)
  const found = new Map<string, ConversationView>()
  let rowsRead = 0
  for (;;) {
    const newest = await takeNewest(lanes, found.size === limit || rowsRead === ROWS_READ_MAX)
    if (newest === 'more') return { conversations: [...found.values()], positions: toPositions(lanes) }
    if (newest === null) return { conversations: [...found.values()], positions: null }
    rowsRead += 1
    // A conversation that changed status between two queries is in both partitions for a moment.
    if (matches(newest, filter) && !found.has(newest.id)) {
      found.set(newest.id, toConversationView(newest, dependencies))
    }
  }
}

function toLanes(
  { reader, queueShards }: ListDependencies,
  filter: ConversationFilter,
  positions: ConversationsQuery['positions'],
  limit: number,
): Lane[] {
  const { assignee, status } = filter
  // One row more than the page: whether something follows is known without another query.
  const lane = (key: string, partition: Lane['partition']): Lane =>
    createLane({ reader, key, partition, position: positions[key] ?? null, rowsAtOnce: limit + 1 })
  if (assignee !== undefined) return [lane('mine', { index: 'mine', assignee })]
  const statuses = status === undefined ? ConversationStatus.options : [status]
  const shards = Array.from({ length: queueShards }, (_, shard) => shard)
  return statuses.flatMap((each) =>
    shards.map((shard) => lane(`${each}.${shard}`, { index: 'queue', status: each, shard })),
  )
}

function toPositions(lanes: readonly Lane[]): Record<string, string> {
  return Object.fromEntries(
    lanes.flatMap(({ key, position }) => (position === null ? [] : [[key, position]])),
  )
}

function matches(conversation: Conversation, filter: ConversationFilter): boolean {
  const is = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual
  return (
    is(filter.status, conversation.status) &&
    is(filter.channel, conversation.channel) &&
    is(filter.visibility, conversation.visibility) &&
    is(filter.account, conversation.account.id) &&
    is<string | null>(filter.assignee, conversation.assignee) &&
    is<string | null>(filter.team, conversation.team) &&
    (filter.tag === undefined || conversation.tags.includes(filter.tag))
  )
}
