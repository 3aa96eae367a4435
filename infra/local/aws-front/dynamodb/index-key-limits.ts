import type { ItemWrite } from './item-writes.ts'
import type { TableSchemas } from './table-schemas.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const HASH_KEY_BYTES_MAX = 2048
const RANGE_KEY_BYTES_MAX = 1024

/**
 * Why DynamoDB would refuse these writes because of an index key's size, or null. This and the size of a transaction's
 * updates are the limits that the emulator does not know; the others are its own, and tested through this front.
 */
export async function indexKeyRefusal(
  writes: readonly ItemWrite[],
  schemas: TableSchemas,
): Promise<string | null> {
  for (const write of writes) {
    const schema = await schemas.describe(write.tableName)
    for (const index of schema?.GlobalSecondaryIndexes ?? []) {
      for (const { AttributeName, KeyType } of index.KeySchema) {
        const limit = KeyType === 'HASH' ? HASH_KEY_BYTES_MAX : RANGE_KEY_BYTES_MAX
        if (keyBytes(write.assigned[AttributeName]) <= limit) continue
        const part = KeyType === 'HASH' ? 'hashkey' : 'rangekey'
        return `One or more parameter values were invalid: Size of ${part} has exceeded the maximum size limit of ${limit} bytes: index ${index.IndexName}, attribute ${AttributeName}`
      }
    }
  }
  return null
}

function keyBytes(value: Record<string, unknown> | undefined): number {
  if (typeof value?.['S'] === 'string') return Buffer.byteLength(value['S'])
  if (typeof value?.['B'] === 'string') return Buffer.from(value['B'], 'base64').byteLength
  return 0
}
