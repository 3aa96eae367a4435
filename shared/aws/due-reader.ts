import type { Clock, RangePage } from '../app/ports.ts'
import type { DueReader, Timer } from '../app/timer-ports.ts'
import type { Table } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import { clockDuePartitionKey, duePartitionKey, parseDueKey } from './table-items.ts'

/** Sorts before every instant. */
const BEFORE_ALL = '0'
/** Sorts after every instant. */
const AFTER_ALL = '~'

/** The `due` index: one query a page, and only the rows of the range are read. */
export function createDueReader(table: Table, clock: Clock): DueReader {
  const read = async (
    partition: string,
    { from, to }: { from: string; to: string },
    limit: number,
  ): Promise<RangePage<Timer, string>> => {
    const { items, last } = await queryRange(table, clock, {
      index: 'due',
      partition: { name: 'duePk', value: partition },
      sort: { name: 'dueSk', from, to },
      order: 'asc',
      limit,
      consistent: false,
    })
    return { rows: items.map((item): Timer => parseDueKey(item['dueSk'])), next: last }
  }
  return {
    due: (shard, { from, to }, after, limit) =>
      read(duePartitionKey(shard), { from: toStart(after) ?? from ?? BEFORE_ALL, to }, limit),
    clocks: (shard, after, limit) =>
      read(clockDuePartitionKey(shard), { from: toStart(after) ?? BEFORE_ALL, to: AFTER_ALL }, limit),
  }
}

/** A key is an instant, `#` and an id: it lies after the bare instant, and `!` begins a range right after it. */
function toStart(after: string | null): string | null {
  return after === null ? null : `${after}!`
}
