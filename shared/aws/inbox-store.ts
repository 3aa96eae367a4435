import type { InboxStore } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { createGapStore } from './gap-store.ts'
import { readEntries } from './read-entries.ts'
import { readItem } from './read-item.ts'
import { readItems } from './read-items.ts'
import { createRulesStore } from './rules-store.ts'
import { saveWrites, type WriteOptions } from './save-writes.ts'
import {
  contactConversationKey,
  contactKey,
  conversationKey,
  entryKey,
  handoffKey,
  handoffPassKey,
  identityKey,
  parseContactItem,
  parseConversationItem,
  parseEntryItem,
  parseHandoffItem,
  parseHandoffPassItem,
  parseIdentityItem,
  parseSeenItem,
  parseThreadAccessItem,
  parseUploadItem,
  seenKey,
  threadAccessKey,
  uploadKey,
} from './table-items.ts'

/** The conversation store in the table: conditional writes only, one transaction a unit of work. */
export function createInboxStore(table: Table, options: WriteOptions): InboxStore {
  const { clock } = options
  const context = { table, clock }

  return {
    identities: async (identities, mode) => {
      const keys = identities.map(identityKey)
      const [only, ...others] = keys
      const found =
        only !== undefined && others.length === 0
          ? [await readItem(context, only, mode)]
          : await readItems(context, keys, mode)
      return keys.map(({ pk }) =>
        mapItem(found.find((item) => item?.['pk'] === pk) ?? null, parseIdentityItem),
      )
    },
    conversation: async (id, mode) =>
      mapItem(await readItem(context, conversationKey(id), mode), parseConversationItem),
    entry: async (conversationId, seq, mode) =>
      mapItem(await readItem(context, entryKey(conversationId, seq), mode), parseEntryItem),
    entriesBack: (conversationId, range) => readEntries(context, conversationId, range),
    seen: async (key, mode) => mapItem(await readItem(context, seenKey(key), mode), parseSeenItem),
    contact: async (id, mode) => mapItem(await readItem(context, contactKey(id), mode), parseContactItem),
    handoff: async (id, mode) => mapItem(await readItem(context, handoffKey(id), mode), parseHandoffItem),
    handoffPass: async (digest) =>
      mapItem(await readItem(context, handoffPassKey(digest), 'consistent'), parseHandoffPassItem),
    threadAccess: async (handoffId) =>
      mapItem(await readItem(context, threadAccessKey(handoffId), 'consistent'), parseThreadAccessItem),
    upload: async (conversationId, id) =>
      mapItem(await readItem(context, uploadKey(conversationId, id), 'consistent'), parseUploadItem),
    isLinked: async (contactId, conversationId) =>
      (await readItem(context, contactConversationKey(contactId, conversationId), 'consistent')) !== null,
    rules: createRulesStore(table, clock),
    save: (writes) => saveWrites(table, options, writes),
    gaps: createGapStore(table, options),
  }
}

function mapItem<T>(item: Record<string, unknown> | null, parse: (item: unknown) => T): T | null {
  return item === null ? null : parse(item)
}
