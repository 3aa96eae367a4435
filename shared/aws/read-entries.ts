import type { Entry } from '../domain/entry.ts'
import { queryRange } from './query-range.ts'
import type { ReadContext } from './read-item.ts'
import { entryKey, parseEntryItem, toEntrySeq } from './table-items.ts'

/**
 * Entries numbered `from` to `to`, newest first, consistently. A query costs what its entries weigh together, and takes
 * several where they weigh more than one answer may.
 */
export async function readEntries(
  { table, clock }: ReadContext,
  conversationId: string,
  { from, to }: { from: number; to: number },
): Promise<Entry[]> {
  const { pk, sk: first } = entryKey(conversationId, from)
  const entries: Entry[] = []
  for (let upTo = to; upTo >= from;) {
    const { items, last } = await queryRange(table, clock, {
      partition: { name: 'pk', value: pk },
      sort: { name: 'sk', from: first, to: entryKey(conversationId, upTo).sk },
      order: 'desc',
      limit: upTo - from + 1,
      consistent: true,
    })
    entries.push(...items.map(parseEntryItem))
    upTo = last === null ? 0 : toEntrySeq(last) - 1
  }
  return entries
}
