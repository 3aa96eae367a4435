import type { Clock, Write } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { sendTransaction } from './send-transaction.ts'
import { toTransactItem, type WriteContext } from './transact-item.ts'

export type WriteOptions = { clock: Clock; retentionDays: WriteContext['retentionDays'] }

/** One transaction of conditional writes. `conflict`: nothing was saved. Throws `table_unavailable`, `item_too_large`. */
export async function saveWrites(
  table: Table,
  { clock, retentionDays }: WriteOptions,
  writes: readonly Write[],
): Promise<'saved' | 'conflict'> {
  const nowSeconds = Math.floor(clock.now().getTime() / 1000)
  const writing = { tableName: table.name, nowSeconds, retentionDays }
  return sendTransaction(
    table,
    writes.map((write) => toTransactItem(write, writing)),
  )
}
