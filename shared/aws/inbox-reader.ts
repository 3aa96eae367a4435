import type { Clock, DueRow, InboxReader, QueuePartition, QueueRow, RangePage } from '../app/ports.ts'
import type { Entry } from '../domain/entry.ts'
import type { Table } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { readItems } from './read-items.ts'
import { queryRange, type Range, type RangeItems } from './query-range.ts'
import {
  ACCOUNT_PREFIX,
  accountKey,
  assigneePartitionKey,
  clockDuePartitionKey,
  contactConversationKey,
  contactKey,
  conversationKey,
  entryKey,
  identityKey,
  type ItemKey,
  parseAccountItem,
  parseContactItem,
  parseConversationItem,
  parseDueKey,
  parseEntryItem,
  parseIdentityItem,
  queuePartitionKey,
} from './table-items.ts'

type RangeQuery = (range: Range) => Promise<RangeItems>
type LogRange = Parameters<InboxReader['entries']>[1]

/** Sorts before every instant. */
const BEFORE_ALL = '0'
/** Sorts after every number and id of ours. */
const AFTER_ALL = '~'

/** What the API reads of the table. An expired item is not there. */
export function createInboxReader(table: Table, clock: Clock): InboxReader {
  const get = async <T>(key: ItemKey, parse: (item: unknown) => T): Promise<T | null> => {
    const item = await readItem({ table, clock }, key, 'consistent')
    return item === null ? null : parse(item)
  }
  const query: RangeQuery = (range) => queryRange(table, clock, range)
  return {
    conversation: (id) => get(conversationKey(id), parseConversationItem),
    contact: (id) => get(contactKey(id), parseContactItem),
    identity: (identity) => get(identityKey(identity), parseIdentityItem),
    contactConversations: (contactId, limit) => readPointers(query, contactId, limit),
    conversations: async (ids) => {
      const items = await readItems({ table, clock }, ids.map(conversationKey), 'consistent')
      return items.map(parseConversationItem)
    },
    entries: (conversationId, range) => readLog(query, conversationId, range),
    accounts: (range) => readAccounts(query, range),
    queuePage: (partition, after, limit) => readQueue(query, partition, after, limit),
    duePage: (shard, after, limit) => readDue(query, shard, after, limit),
  }
}

async function readPointers(query: RangeQuery, contactId: string, limit: number): Promise<string[]> {
  const { pk, sk: prefix } = contactConversationKey(contactId, '')
  const { items } = await query({
    partition: { name: 'pk', value: pk },
    sort: { name: 'sk', from: prefix, to: `${prefix}${AFTER_ALL}` },
    order: 'asc',
    limit,
    consistent: true,
  })
  return items.map((item) => String(item['sk']).slice(prefix.length))
}

async function readLog(
  query: RangeQuery,
  conversationId: string,
  { order, after, limit }: LogRange,
): Promise<RangePage<Entry, number>> {
  const { pk, sk: first } = entryKey(conversationId, 0)
  const prefix = first.replace(/\d+$/, '')
  const end = `${prefix}${AFTER_ALL}`
  const beside = (step: 1 | -1): string | null =>
    after === null ? null : entryKey(conversationId, after + step).sk
  const ends =
    order === 'asc' ? { from: beside(1) ?? first, to: end } : { from: first, to: beside(-1) ?? end }
  const { items, last } = await query({
    partition: { name: 'pk', value: pk },
    sort: { name: 'sk', ...ends },
    order,
    limit,
    consistent: true,
  })
  return { rows: items.map(parseEntryItem), next: last === null ? null : Number(last.slice(prefix.length)) }
}

async function readAccounts(
  query: RangeQuery,
  { channel, after, limit }: Parameters<InboxReader['accounts']>[0],
): ReturnType<InboxReader['accounts']> {
  const { pk } = accountKey('', '')
  const prefix = channel === null ? ACCOUNT_PREFIX : accountKey(channel, '').sk
  // No id has a character before the space, so nothing lies between a key and itself with one.
  const from = after === null ? prefix : `${ACCOUNT_PREFIX}${after} `
  const to = `${prefix}${AFTER_ALL}`
  if (from < prefix || from > to) return { rows: [], next: null }
  const { items, last } = await query({
    partition: { name: 'pk', value: pk },
    sort: { name: 'sk', from, to },
    order: 'asc',
    limit,
    consistent: true,
  })
  const toPosition = (sortKey: string): string => sortKey.slice(ACCOUNT_PREFIX.length)
  return {
    rows: items.map((item) => ({
      account: parseAccountItem(item),
      position: toPosition(String(item['sk'])),
    })),
    next: last === null ? null : toPosition(last),
  }
}

async function readQueue(
  query: RangeQuery,
  partition: QueuePartition,
  after: string | null,
  limit: number,
): Promise<RangePage<QueueRow, string>> {
  const { index } = partition
  const key =
    partition.index === 'queue'
      ? queuePartitionKey(partition.status, partition.shard)
      : assigneePartitionKey(partition.assignee)
  const { items, last } = await query({
    index,
    partition: { name: `${index}Pk`, value: key },
    sort: { name: `${index}Sk`, below: after ?? AFTER_ALL },
    order: 'desc',
    limit,
    consistent: false,
  })
  const rows = items.map((item) => ({
    conversation: parseConversationItem(item),
    position: String(item[`${index}Sk`]),
  }))
  return { rows, next: last }
}

async function readDue(
  query: RangeQuery,
  shard: number,
  after: string | null,
  limit: number,
): Promise<RangePage<DueRow, string>> {
  const { items, last } = await query({
    index: 'due',
    partition: { name: 'duePk', value: clockDuePartitionKey(shard) },
    // No key has a `!`, so nothing lies between one and itself with it; and what a client hands in is never empty.
    sort: { name: 'dueSk', above: after === null ? BEFORE_ALL : `${after}!` },
    order: 'asc',
    limit,
    consistent: false,
  })
  const rows = items.map(({ dueSk }) => ({
    conversationId: parseDueKey(dueSk).conversationId,
    position: String(dueSk),
  }))
  return { rows, next: last }
}
