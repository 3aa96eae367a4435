import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock, ReadMode } from '../app/ports.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'
import type { ItemKey } from './table-items.ts'

export type Item = Record<string, unknown>
export type ReadContext = { table: Table; clock: Clock }

/** Reads an item by key; one that has expired is not there. Throws `table_unavailable`. */
export async function readItem(
  { table, clock }: ReadContext,
  key: ItemKey,
  mode: ReadMode,
): Promise<Item | null> {
  const command = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: mode === 'consistent' })
  const { Item } = await table.client.send(command).catch((error: unknown) => {
    throw toTableError(error, `read ${key.sk}`)
  })
  return isLive(Item, clock.now()) ? Item : null
}
