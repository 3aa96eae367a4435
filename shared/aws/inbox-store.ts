import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { Clock, InboxStore, ReadMode } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isConflict, isUnsavable } from './dynamo-errors.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'
import {
  accountKey,
  contactKey,
  conversationKey,
  entryKey,
  identityKey,
  type ItemKey,
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
  async function get(key: ItemKey, mode: ReadMode): Promise<Record<string, unknown> | null> {
    try {
      const command = new GetCommand({
        TableName: table.name,
        Key: key,
        ConsistentRead: mode === 'consistent',
      })
      const { Item } = await table.client.send(command)
      return isLive(Item, clock.now()) ? Item : null
    } catch (error) {
      throw toTableError(error, `read ${key.sk}`)
    }
  }

  async function batchGet(
    keys: readonly ItemKey[],
    mode: ReadMode,
  ): Promise<Map<string, Record<string, unknown>>> {
    const found = new Map<string, Record<string, unknown>>()
    let pending: readonly ItemKey[] = keys
    for (let tries = 0; pending.length > 0; tries++) {
      if (tries === 4)
        throw new AppError('table_unavailable', 'DynamoDB left keys of a batch unread four times')
      const request = { Keys: [...pending], ConsistentRead: mode === 'consistent' }
      const answer = await table.client
        .send(new BatchGetCommand({ RequestItems: { [table.name]: request } }))
        .catch((error: unknown) => {
          throw toTableError(error, 'read a batch')
        })
      for (const item of answer.Responses?.[table.name] ?? []) {
        if (isLive(item, clock.now())) found.set(String(item['pk']), item)
      }
      pending = (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as ItemKey[]
    }
    return found
  }

  return {
    identities: async (identities, mode) => {
      const keys = identities.map(identityKey)
      const only = keys.length === 1 ? keys[0] : undefined
      if (only !== undefined) {
        const item = await get(only, mode)
        return [item === null ? null : parseIdentityItem(item)]
      }
      const items = await batchGet(keys, mode)
      return keys.map(({ pk }) => {
        const item = items.get(pk)
        return item === undefined ? null : parseIdentityItem(item)
      })
    },
    conversation: async (id, mode) => mapItem(await get(conversationKey(id), mode), parseConversationItem),
    entry: async (conversationId, seq, mode) =>
      mapItem(await get(entryKey(conversationId, seq), mode), parseEntryItem),
    seen: async (key, mode) => mapItem(await get(seenKey(key), mode), parseSeenItem),
    contact: async (id, mode) => mapItem(await get(contactKey(id), mode), parseContactItem),
    save: async (writes) => {
      const nowSeconds = Math.floor(clock.now().getTime() / 1000)
      const context = { tableName: table.name, nowSeconds, retentionDays }
      try {
        await table.client.send(
          new TransactWriteCommand({ TransactItems: writes.map((write) => toTransactItem(write, context)) }),
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
