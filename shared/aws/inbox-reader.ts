import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock, InboxReader, QueuePartition } from '../app/ports.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'
import { queryRange } from './query-range.ts'
import {
  assigneePartitionKey,
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
  queuePartitionKey,
} from './table-items.ts'

/** Sorts after every number and id of ours. */
const AFTER_ALL = '~'

/** What the API reads of the table. An expired item is not there. */
export function createInboxReader(table: Table, clock: Clock): InboxReader {
  async function get<T>(key: ItemKey, parse: (item: unknown) => T): Promise<T | null> {
    const command = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true })
    const { Item } = await table.client.send(command).catch((error: unknown) => {
      throw toTableError(error, `read ${key.sk}`)
    })
    return isLive(Item, clock.now()) ? parse(Item) : null
  }

  return {
    conversation: (id) => get(conversationKey(id), parseConversationItem),
    contact: (id) => get(contactKey(id), parseContactItem),
    identity: (identity) => get(identityKey(identity), parseIdentityItem),

    contactConversations: async (contactId, limit) => {
      const { pk, sk: prefix } = contactConversationKey(contactId, '')
      const { items } = await queryRange(table, clock, {
        partition: { name: 'pk', value: pk },
        sort: { name: 'sk', from: prefix, to: `${prefix}${AFTER_ALL}` },
        order: 'asc',
        limit,
        consistent: true,
      })
      return items.map((item) => String(item['sk']).slice(prefix.length))
    },

    entries: async (conversationId, { order, after, limit }) => {
      const { pk, sk: first } = entryKey(conversationId, 0)
      const prefix = first.replace(/\d+$/, '')
      const end = `${prefix}${AFTER_ALL}`
      const beside = (step: 1 | -1): string | null =>
        after === null ? null : entryKey(conversationId, after + step).sk
      const { items, last } = await queryRange(table, clock, {
        partition: { name: 'pk', value: pk },
        sort: {
          name: 'sk',
          ...(order === 'asc'
            ? { from: beside(1) ?? first, to: end }
            : { from: first, to: beside(-1) ?? end }),
        },
        order,
        limit,
        consistent: true,
      })
      return {
        rows: items.map(parseEntryItem),
        next: last === null ? null : Number(last.slice(prefix.length)),
      }
    },

    queuePage: async (partition, after, limit) => {
      const { index, key } = toIndexKey(partition)
      const sort = `${index}Sk`
      const { items, last } = await queryRange(table, clock, {
        index,
        partition: { name: `${index}Pk`, value: key },
        sort: { name: sort, below: after ?? AFTER_ALL },
        order: 'desc',
        limit,
        consistent: false,
      })
      return {
        rows: items.map((item) => ({
          conversation: parseConversationItem(item),
          position: String(item[sort]),
        })),
        next: last,
      }
    },
  }
}

function toIndexKey(partition: QueuePartition): { index: 'queue' | 'mine'; key: string } {
  return partition.index === 'queue'
    ? { index: 'queue', key: queuePartitionKey(partition.status, partition.shard) }
    : { index: 'mine', key: assigneePartitionKey(partition.assignee) }
}
