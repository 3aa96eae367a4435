import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Clock, InboxStore, ReadMode, Write } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isConflict, isUnsavable } from './dynamo-errors.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'
import {
  accountKey,
  contactConversationKey,
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
  toContactItem,
  toConversationItem,
  toEntryItem,
  toIdentityItem,
  toSeenItem,
} from './table-items.ts'

const DAY_SECONDS = 86_400
/** Platforms redeliver for up to seven days; four times that. */
const EVENT_MEMORY_DAYS = 30

export type InboxStoreOptions = {
  clock: Clock
  /** Days that entries and conversations are kept after they were last written; null keeps them for ever. */
  retentionDays: number | null
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

/** The conversation store in the table: conditional writes only, one transaction a unit of work. */
export function createInboxStore(table: Table, { clock, retentionDays }: InboxStoreOptions): InboxStore {
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000)
  const expiry = (days: number | null): { expiresAt?: number } =>
    days === null ? {} : { expiresAt: nowSeconds() + days * DAY_SECONDS }

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

  function toPut(write: Write): TransactItem {
    const put = (item: object, condition: Condition): TransactItem => ({
      Put: { TableName: table.name, Item: { ...item }, ...condition },
    })
    const isAbsent = absentCondition(nowSeconds())
    switch (write.kind) {
      case 'conversation':
        return put(
          { ...toConversationItem(write.conversation), ...expiry(retentionDays) },
          write.expectedVersion === null ? isAbsent : equalsCondition('version', write.expectedVersion),
        )
      case 'entry':
        return put(
          { ...toEntryItem(write.entry), ...expiry(retentionDays) },
          write.expectedRevision === null ? isAbsent : equalsCondition('revision', write.expectedRevision),
        )
      case 'seen':
        return put(
          {
            ...toSeenItem(write.seen),
            ...expiry(write.seen.kind === 'entry' ? retentionDays : EVENT_MEMORY_DAYS),
          },
          write.expected === 'absent' ? isAbsent : equalsCondition('version', write.expected.parkedVersion),
        )
      case 'identity':
        return put(
          toIdentityItem(write.record),
          write.expectedVersion === null ? isAbsent : equalsCondition('version', write.expectedVersion),
        )
      case 'contact':
        return put(
          toContactItem(write.contact),
          write.expectedRevision === null ? isAbsent : equalsCondition('revision', write.expectedRevision),
        )
      case 'contact_conversation':
        return put({ ...contactConversationKey(write.contactId, write.conversationId), at: write.at }, {})
    }
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
      try {
        await table.client.send(new TransactWriteCommand({ TransactItems: writes.map(toPut) }))
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

type Condition = {
  ConditionExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
}

/** Not there, or expired and not yet swept away. */
function absentCondition(nowSeconds: number): Condition {
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
    ExpressionAttributeValues: { ':now': nowSeconds },
  }
}

function equalsCondition(attribute: string, expected: number): Condition {
  return {
    ConditionExpression: '#counted = :expected',
    ExpressionAttributeNames: { '#counted': attribute },
    ExpressionAttributeValues: { ':expected': expected },
  }
}

function mapItem<T>(item: Record<string, unknown> | null, parse: (item: unknown) => T): T | null {
  return item === null ? null : parse(item)
}
