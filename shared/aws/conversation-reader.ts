import type { Clock, InboxStore } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { conversationKey, parseConversationItem } from './table-items.ts'

/** Conversations alone, for whoever may only read. */
export function createConversationReader(table: Table, clock: Clock): Pick<InboxStore, 'conversation'> {
  return {
    conversation: async (id, mode) => {
      const item = await readItem({ table, clock }, conversationKey(id), mode)
      return item === null ? null : parseConversationItem(item)
    },
  }
}
