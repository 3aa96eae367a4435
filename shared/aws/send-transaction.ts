import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { AppError } from '../domain/errors.ts'
import { isConflict, isUnsavable } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** All of it or nothing. `conflict`: nothing was saved. Throws `table_unavailable`, `item_too_large`. */
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
