import type { Clock, ContactStore } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { saveWrites } from './save-writes.ts'
import { contactKey, parseContactItem } from './table-items.ts'

/** Contacts alone: they are kept until they are erased. */
export function createContactStore(table: Table, clock: Clock): ContactStore {
  return {
    contact: async (id, mode) => {
      const item = await readItem({ table, clock }, contactKey(id), mode)
      return item === null ? null : parseContactItem(item)
    },
    save: (writes) => saveWrites(table, { clock, retentionDays: null }, writes),
  }
}
