import { type Conversation, ConversationStatus } from '../domain/conversation.ts'
import { listOpenClocks } from '../domain/sla/clocks.ts'
import type { ConversationFilter } from './conversation-filter.ts'
import { QUERY_ROWS_MAX } from './page-limits.ts'
import type { Lane, LaneRow, Order } from './merge-lanes.ts'
import type { DueRow, InboxReader, QueuePartition, QueueRow } from './ports.ts'

/** Where a list finds its conversations, and in which order. */
export type Listing<Row extends LaneRow> = {
  lanes: Lane<Row>[]
  order: Order
  /** Once a filter has let too little through, so many rows are loaded together at least. */
  rowsLoadedMin: number
  /** Those of some rows, in their order; null: not in this list any more. */
  load: (rows: readonly Row[]) => Promise<(Conversation | null)[]>
}

export type ListingDependencies = {
  reader: Pick<InboxReader, 'queuePage' | 'duePage' | 'conversations'>
  queueShards: number
}

type Positions = Readonly<Record<string, string>>

/** Newest activity first: one query a status and shard, or one for an assignee. Their rows are whole conversations. */
export function listByActivity(
  { reader, queueShards }: ListingDependencies,
  { assignee, status }: ConversationFilter,
  positions: Positions,
): Listing<QueueRow> {
  const lane = (key: string, partition: QueuePartition): Lane<QueueRow> => ({
    key,
    position: positions[key] ?? null,
    read: (after, limit) => reader.queuePage(partition, after, limit),
  })
  const statuses = status === undefined ? ConversationStatus.options : [status]
  const lanes =
    assignee !== undefined
      ? [lane('mine', { index: 'mine', assignee })]
      : statuses.flatMap((each) =>
          toShards(queueShards).map((shard) =>
            lane(`${each}.${shard}`, { index: 'queue', status: each, shard }),
          ),
        )
  return {
    lanes,
    order: 'desc',
    rowsLoadedMin: 1,
    load: (rows) => Promise.resolve(rows.map(({ conversation }) => conversation)),
  }
}

/** Those that something is owed by a time, the first due first: one query a shard. Their rows only say which they are. */
export function listByDue(
  { reader, queueShards }: ListingDependencies,
  positions: Positions,
): Listing<DueRow> {
  return {
    lanes: toShards(queueShards).map((shard) => {
      const key = `due.${shard}`
      return {
        key,
        position: positions[key] ?? null,
        read: (after, limit) => reader.duePage(shard, after, limit),
      }
    }),
    order: 'asc',
    rowsLoadedMin: QUERY_ROWS_MAX,
    load: async (rows) => {
      const ids = [...new Set(rows.map(({ conversationId }) => conversationId))]
      const found = new Map((await reader.conversations(ids)).map((each) => [each.id, each]))
      return rows.map(({ conversationId }) => whileOwed(found.get(conversationId)))
    },
  }
}

/** The index is a moment behind: its row may outlive the clock that it was for. */
function whileOwed(conversation: Conversation | undefined): Conversation | null {
  const [first] = listOpenClocks(conversation?.sla ?? null)
  return conversation === undefined || first === undefined || first.dueAt === null ? null : conversation
}

function toShards(count: number): number[] {
  return Array.from({ length: count }, (_, shard) => shard)
}
