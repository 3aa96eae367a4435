import { type Item, toItemSize } from './item-size.ts'

const INDEXES = ['queue', 'mine', 'due']
/** Its rows are smaller than a KB, and one that stays where it is costs nothing. */
const KEYS_ONLY_INDEX = 'due'

/** Units of one line of the bill: an item of the table, or its copy in an index. */
export type UnitLine = { line: string; units: number; bytes: number }

/** What one put or delete makes of an item. `key` alone is known of what was deleted and was not there. */
export type ItemWrite = { key: Item; before: Item | null; after: Item | null }

/**
 * Write units of one put or delete, by DynamoDB's documented rules: a started KB each, of the larger of the old and the
 * new item, one where a delete finds nothing; twice in a transaction. An index costs once, transaction or not; two
 * writes where its key moves, one where the item leaves it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function toWriteUnits({ key, before, after }: ItemWrite, isTransaction: boolean): UnitLine[] {
  const oldKilobytes = before === null ? 0 : toKilobytes(before)
  const newKilobytes = after === null ? 0 : toKilobytes(after)
  const item = after ?? before ?? key
  const name = `${toItemName(item)}${after === null ? ' deleted' : ''}`
  const bytes = toItemSize(item)
  const units = Math.max(1, oldKilobytes, newKilobytes) * (isTransaction ? 2 : 1)
  const indexLines = INDEXES.flatMap((index) => {
    const oldKey = toIndexKey(before, index)
    const newKey = toIndexKey(after, index)
    if (oldKey === null && newKey === null) return []
    if (index === KEYS_ONLY_INDEX) {
      const writes = oldKey === newKey ? 0 : [oldKey, newKey].filter((key) => key !== null).length
      return [{ line: `index ${index}: ${name}`, units: writes, bytes }]
    }
    const moved = (oldKey === null ? 0 : oldKilobytes) + (newKey === null ? 0 : newKilobytes)
    const indexUnits = oldKey === newKey ? Math.max(oldKilobytes, newKilobytes) : moved
    return [{ line: `index ${index}: ${name}`, units: indexUnits, bytes }]
  })
  return [{ line: name, units, bytes }, ...indexLines]
}

/** Read units of what one call read: a started 4 KB of each item, or of all items of a query, half as much when eventual. */
export function toReadUnits(
  items: readonly (Item | null)[],
  isConsistent: boolean,
  isQuery: boolean,
): number {
  const sizes = items.map((item) => (item === null ? 0 : toItemSize(item)))
  const blocks = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096))
  const total = isQuery
    ? blocks(sizes.reduce((all, size) => all + size, 0))
    : sizes.reduce((all, size) => all + blocks(size), 0)
  return total * (isConsistent ? 1 : 0.5)
}

/** `CONV#…` / `LOG#…` is the line `LOG`, `FEED#0` / `0000…` is `FEED`, `SLA#<day>…` / `2026-…` is `SLA`; what names another item is a pointer to it. */
export function toItemName(item: Item): string {
  const [sort = ''] = (item['sk']?.S ?? '').split('#')
  const [partition = ''] = (item['pk']?.S ?? '').split('#')
  if (partition === 'CONTACT' && sort !== 'CONTACT') return `${partition} → ${sort}`
  return /^\d/.test(sort) ? partition : sort
}

function toKilobytes(item: Item): number {
  return Math.ceil(toItemSize(item) / 1024)
}

function toIndexKey(item: Item | null, index: string): string | null {
  const partition = item?.[`${index}Pk`]?.S
  return partition === undefined ? null : `${partition} ${item?.[`${index}Sk`]?.S}`
}
