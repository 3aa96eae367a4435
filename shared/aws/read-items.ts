import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import type { ReadMode } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'
import type { Item, ReadContext } from './read-item.ts'
import type { ItemKey } from './table-items.ts'

/** What one BatchGetItem may ask for. */
const BATCH_KEYS_MAX = 100
/** How often a batch may come back with nothing read. */
const EMPTY_ANSWERS_MAX = 4

/** Those items that are there, in no particular order. Throws `table_unavailable`. */
export async function readItems(
  context: ReadContext,
  keys: readonly ItemKey[],
  mode: ReadMode,
): Promise<Item[]> {
  const found: Item[] = []
  let pending = [...keys]
  for (let empty = 0; pending.length > 0;) {
    const asked = pending.slice(0, BATCH_KEYS_MAX)
    const { items, left } = await readBatch(context.table, asked, mode)
    found.push(...items.filter((item) => isLive(item, context.clock.now())))
    pending = [...left, ...pending.slice(BATCH_KEYS_MAX)]
    empty = left.length === asked.length ? empty + 1 : 0
    if (empty === EMPTY_ANSWERS_MAX) {
      throw new AppError('table_unavailable', `DynamoDB left a batch unread ${EMPTY_ANSWERS_MAX} times`)
    }
  }
  return found
}

async function readBatch(
  table: Table,
  keys: ItemKey[],
  mode: ReadMode,
): Promise<{ items: Item[]; left: ItemKey[] }> {
  const request = { Keys: keys, ConsistentRead: mode === 'consistent' }
  const command = new BatchGetCommand({ RequestItems: { [table.name]: request } })
  const answer = await table.client.send(command).catch((error: unknown) => {
    throw toTableError(error, 'read a batch')
  })
  return {
    items: answer.Responses?.[table.name] ?? [],
    left: (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as ItemKey[],
  }
}
