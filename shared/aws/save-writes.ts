import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock, Write } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isConflict, isUnsavable } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { toTransactItem, type TransactItem, type WriteContext } from './transact-item.ts'

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

/** All of it or nothing. Throws as `saveWrites`. */
export async function sendTransaction(table: Table, items: TransactItem[]): Promise<'saved' | 'conflict'> {
  try {
    await table.client.send(new TransactWriteCommand({ TransactItems: items }))
    return 'saved'
  } catch (error) {
    if (isUnsavable(error)) {
      throw new AppError('item_too_large', 'DynamoDB will never take this transaction', { cause: error })
    }
    if (isConflict(error)) return 'conflict'
    throw toTableError(error, 'save a transaction')
  }
}
