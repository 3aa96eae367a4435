import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import type { LogReader } from '../app/ports.ts'
import type { Entry } from '../domain/entry.ts'
import { AppError } from '../domain/errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { entryKey, type ItemKey, parseEntryItem } from './table-items.ts'

/** What one BatchGetItem may ask for. */
const KEYS_MAX = 100
const TRIES_MAX = 4

/** Entries by number, read consistently: the publisher sees at least what its record says. */
export function createLogReader(table: Table): LogReader {
  return {
    entries: async (conversationId, seqs) => {
      const entries = new Map<number, Entry>()
      let pending: ItemKey[] = seqs.map((seq) => entryKey(conversationId, seq))
      for (let unread = 0; pending.length > 0;) {
        const keys = pending.slice(0, KEYS_MAX)
        const { items, left } = await readBatch(table, keys)
        for (const item of items) {
          const entry = parseEntryItem(item)
          entries.set(entry.seq, entry)
        }
        pending = [...left, ...pending.slice(KEYS_MAX)]
        unread = left.length === keys.length ? unread + 1 : 0
        if (unread === TRIES_MAX)
          throw new AppError('table_unavailable', 'DynamoDB left a batch of entries unread')
      }
      return entries
    },
  }
}

async function readBatch(
  table: Table,
  keys: ItemKey[],
): Promise<{ items: Record<string, unknown>[]; left: ItemKey[] }> {
  const command = new BatchGetCommand({
    RequestItems: { [table.name]: { Keys: keys, ConsistentRead: true } },
  })
  const answer = await table.client.send(command).catch((error: unknown) => {
    throw toTableError(error, 'read entries')
  })
  return {
    items: answer.Responses?.[table.name] ?? [],
    left: (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as ItemKey[],
  }
}
