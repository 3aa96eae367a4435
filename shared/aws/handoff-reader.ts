import type { Clock, HandoffReader } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import { handoffPartitionKey, parseHandoffItem } from './table-items.ts'

/** Sorts after every instant. */
const AFTER_ALL = '~'

/** Handoffs by shard and offer, in their own partitions of the queue's index: a moment behind. */
export function createHandoffReader(table: Table, clock: Clock): HandoffReader {
  const partitionOf = (shard: number) => ({ name: 'queuePk', value: handoffPartitionKey(shard) })
  const index = { index: 'queue', consistent: false } as const
  return {
    newest: async (shard, after, limit) => {
      const { items, last } = await queryRange(table, clock, {
        ...index,
        partition: partitionOf(shard),
        sort: { name: 'queueSk', below: after ?? AFTER_ALL },
        order: 'desc',
        limit,
      })
      const rows = items.map((item) => ({
        handoff: parseHandoffItem(item),
        position: String(item['queueSk']),
      }))
      return { rows, next: last }
    },
    offered: async (shard, { from, to }, after, limit) => {
      const { items, last } = await queryRange(table, clock, {
        ...index,
        partition: partitionOf(shard),
        // As the records of clocks: a key begins with the instant and `#`, so `to` is excluded; `!` sorts right after a key.
        sort: { name: 'queueSk', from: after === null ? from : `${after}!`, to },
        order: 'asc',
        limit,
      })
      return { rows: items.map(parseHandoffItem), next: last }
    },
  }
}
