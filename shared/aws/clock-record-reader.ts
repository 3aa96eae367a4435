import type { Clock, ClockRecordReader } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import { clockRecordPartitionKey, parseClockRecordItem } from './table-items.ts'

/** Records of clocks, by the day and shard of their start: a query reads nothing beside its range. */
export function createClockRecordReader(table: Table, clock: Clock): ClockRecordReader {
  return {
    started: async ({ day, shard }, { from, to }, after, limit) => {
      const { items, last } = await queryRange(table, clock, {
        partition: { name: 'pk', value: clockRecordPartitionKey(day, shard) },
        // A key begins with the instant and `#`: none equals a bare instant, so `to` is excluded. `!` sorts right after a key.
        sort: { name: 'sk', from: after === null ? from : `${after}!`, to },
        order: 'asc',
        limit,
        consistent: false,
      })
      return { rows: items.map(parseClockRecordItem), next: last }
    },
  }
}
