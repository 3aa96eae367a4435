import * as z from 'zod'
import { Attributes, type ItemWrite } from './item-writes.ts'
import type { CallDynamodb } from './table-schemas.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-transactions
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024
const ITEM_BYTES_MAX = 400 * 1024

const Found = z.object({ Item: Attributes.optional() })

/**
 * Why DynamoDB would refuse a transaction for the size of its items, or null. The emulator counts what a transaction puts;
 * the items that it updates count too, so they are read where they could matter.
 */
export async function transactionSizeRefusal(
  writes: readonly ItemWrite[],
  callDynamodb: CallDynamodb,
): Promise<string | null> {
  const updates = writes.filter(({ kind }) => kind === 'update')
  const puts = writes.filter(({ kind }) => kind === 'put')
  let bytes = puts.reduce((sum, { attributes }) => sum + itemBytes(attributes), 0)
  if (bytes + updates.length * ITEM_BYTES_MAX <= TRANSACTION_BYTES_MAX) return null
  for (const { tableName, attributes, assigned } of updates) {
    const key = { TableName: tableName, Key: attributes, ConsistentRead: true }
    // An unknown table or a malformed key is for the emulator to refuse.
    const current = await callDynamodb('GetItem', key).catch(() => ({}))
    bytes += itemBytes({ ...Found.parse(current).Item, ...assigned })
  }
  return bytes > TRANSACTION_BYTES_MAX
    ? 'Collection size of items exceeded, which can also be caused by the aggregate size of the items in the transaction exceeding the 4MB limit'
    : null
}

function itemBytes(item: Attributes): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  )
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function valueBytes(value: Record<string, unknown>): number {
  const [type = '', content] = Object.entries(value)[0] ?? []
  if (type === 'L') {
    return (content as Record<string, unknown>[]).reduce((sum, one) => sum + 1 + valueBytes(one), 3)
  }
  if (type === 'M') {
    const members = Object.entries(content as Attributes)
    return members.reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + valueBytes(one), 3)
  }
  if (Array.isArray(content)) {
    return (content as string[]).reduce((sum, one) => sum + valueBytes({ [type.slice(0, 1)]: one }), 0)
  }
  if (typeof content !== 'string') return 1
  if (type === 'N') return Math.ceil(content.length / 2) + 1
  return type === 'B' ? Buffer.from(content, 'base64').byteLength : Buffer.byteLength(content)
}
