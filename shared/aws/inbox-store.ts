import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock, InboxStore } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isConflict, isUnsavable } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { readItems } from './read-items.ts'
import {
  accountKey,
  contactKey,
  conversationKey,
  entryKey,
  identityKey,
  parseContactItem,
  parseConversationItem,
  parseEntryItem,
  parseIdentityItem,
  parseSeenItem,
  seenKey,
} from './table-items.ts'
import { toTransactItem, type WriteContext } from './transact-item.ts'

export type InboxStoreOptions = { clock: Clock; retentionDays: WriteContext['retentionDays'] }

/** The conversation store in the table: conditional writes only, one transaction a unit of work. */
export function createInboxStore(table: Table, { clock, retentionDays }: InboxStoreOptions): InboxStore {
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
    seen: async (key, mode) => mapItem(await readItem(context, seenKey(key), mode), parseSeenItem),
    contact: async (id, mode) => mapItem(await readItem(context, contactKey(id), mode), parseContactItem),
    save: async (writes) => {
      const nowSeconds = Math.floor(clock.now().getTime() / 1000)
      const writing = { tableName: table.name, nowSeconds, retentionDays }
      try {
        await table.client.send(
          new TransactWriteCommand({ TransactItems: writes.map((write) => toTransactItem(write, writing)) }),
        )
        return 'saved'
      } catch (error) {
        if (isUnsavable(error)) {
          throw new AppError('item_too_large', 'DynamoDB will never take this transaction', { cause: error })
        }
        if (isConflict(error)) return 'conflict'
        throw toTableError(error, 'save a transaction')
      }
    },
    markGap: async (conversationId) => {
      const update = new UpdateCommand({
        TableName: table.name,
        Key: conversationKey(conversationId),
        // The version moves, so that a transaction decided before this cannot write `gap: false` over it.
        UpdateExpression: 'SET gap = :true, touched = :none, version = version + :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':true': true, ':none': [], ':one': 1 },
      })
      await table.client.send(update).catch((error: unknown) => {
        if (!isConflict(error)) throw toTableError(error, 'mark a gap')
      })
    },
    recordAccountEvent: async ({ channel, accountId, event, receivedAt }) => {
      const at = event.at ?? receivedAt
      const put = new PutCommand({
        TableName: table.name,
        Item: {
          ...accountKey(channel, accountId),
          channel,
          id: accountId,
          lastEvent: { ...event, at },
          lastEventAt: at,
        },
        ConditionExpression: 'attribute_not_exists(pk) OR lastEventAt <= :at',
        ExpressionAttributeValues: { ':at': at },
      })
      await table.client.send(put).catch((error: unknown) => {
        if (!isConflict(error)) throw toTableError(error, 'record an account event')
      })
    },
  }
}

function mapItem<T>(item: Record<string, unknown> | null, parse: (item: unknown) => T): T | null {
  return item === null ? null : parse(item)
}
