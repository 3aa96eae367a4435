import type { Clock } from '../app/ports.ts'
import type { DueReader, Timer } from '../app/timer-ports.ts'
import type { Table } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import { duePartitionKey, parseDueKey } from './table-items.ts'

/** Sorts before every instant. */
const BEFORE_ALL = '0'

/** The `due` index: one query a page, and only the rows of the range are read. */
export function createDueReader(table: Table, clock: Clock): DueReader {
  return {
    due: async (shard, { from, to }, after, limit) => {
      const { items, last } = await queryRange(table, clock, {
        index: 'due',
        partition: { name: 'duePk', value: duePartitionKey(shard) },
        // A key is an instant, `#` and an id: it lies after the bare instant, and `!` ends a range right after it.
        sort: { name: 'dueSk', from: after === null ? (from ?? BEFORE_ALL) : `${after}!`, to },
        order: 'asc',
        limit,
        consistent: false,
      })
      return { rows: items.map((item): Timer => parseDueKey(item['dueSk'])), next: last }
    },
  }
}
