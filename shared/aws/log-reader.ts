import type { Clock, LogReader } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { readItems } from './read-items.ts'
import { entryKey, parseEntryItem } from './table-items.ts'

/** Entries by number, read consistently: the publisher sees at least what its record says. */
export function createLogReader(table: Table, clock: Clock): LogReader {
  return {
    entries: async (conversationId, seqs) => {
      const keys = seqs.map((seq) => entryKey(conversationId, seq))
      const items = await readItems({ table, clock }, keys, 'consistent')
      const entries = items.map(parseEntryItem)
      return new Map(entries.map((entry) => [entry.seq, entry]))
    },
  }
}
