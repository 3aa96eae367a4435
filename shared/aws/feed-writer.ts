import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock, FeedWriter } from '../app/ports.ts'
import { toBatches } from '../domain/batches.ts'
import type { InletEvent } from '../domain/events.ts'
import { isConflict } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { feedEndKey, feedKey, type FeedRow, parseFeedItem, toFeedItem } from './table-items.ts'

const DAY_SECONDS = 86_400
/** Below the table's 400 KB an item. */
const ROW_BYTES_MAX = 300_000
/** How far back a writer looks for events that an interrupted try has appended already. */
const RECENT_ROWS = 10

/** Event ids that a writer remembers, so that a repeated batch does not repeat its rows. */
const RECENT_IDS_MAX = 2_000
/** How often, beside its first row, the end of a shard is written down: its rows expire. */
const END_EVERY_ROWS = 100

/** `isEmpty`: no row is left, so the number is not to be found again once this one's rows have expired too. */
type ShardEnd = { number: number; recent: Set<string>; isEmpty: boolean }

/** Appends rows numbered without gaps; the condition on each number is what orders concurrent writers. */
export function createFeedWriter(table: Table, clock: Clock, retentionDays: number): FeedWriter {
  const ends = new Map<number, ShardEnd>()

  async function readEnd(shard: number): Promise<ShardEnd> {
    const rows = await readLastRows(shard)
    if (rows.length > 0) return toShardEnd(rows, 0)
    // In this order: the first row is written together with the end, so where an end is known but no row, all have expired.
    const afterExpired = await readEndOfExpired(shard)
    return toShardEnd(await readLastRows(shard), afterExpired)
  }

  async function readLastRows(shard: number): Promise<FeedRow[]> {
    const query = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': feedKey(shard, 0).pk },
      ScanIndexForward: false,
      Limit: RECENT_ROWS,
      ConsistentRead: true,
    })
    const { Items } = await table.client.send(query).catch((error: unknown) => {
      throw toTableError(error, 'read the end of the feed')
    })
    return (Items ?? []).map(parseFeedItem)
  }

  /** Every row has expired: start above every number that was ever given, so that no reader's cursor is ahead of us. */
  async function readEndOfExpired(shard: number): Promise<number> {
    const get = new GetCommand({ TableName: table.name, Key: feedEndKey(shard), ConsistentRead: true })
    const { Item } = await table.client.send(get).catch((error: unknown) => {
      throw toTableError(error, 'read the end of the feed')
    })
    return typeof Item?.['number'] === 'number' ? Item['number'] + END_EVERY_ROWS : 0
  }

  async function writeEnd(shard: number, number: number): Promise<void> {
    const put = new PutCommand({ TableName: table.name, Item: { ...feedEndKey(shard), number } })
    await table.client.send(put).catch((error: unknown) => {
      throw toTableError(error, 'write the end of the feed')
    })
  }

  /** False: somebody else has this number. */
  async function putRow(shard: number, { number, events }: FeedRow, isFirst: boolean): Promise<boolean> {
    const expiresAt = Math.floor(clock.now().getTime() / 1000) + retentionDays * DAY_SECONDS
    const put = {
      TableName: table.name,
      Item: { ...toFeedItem(shard, { number, events }), expiresAt },
      ConditionExpression: 'attribute_not_exists(pk)',
    }
    const end = { TableName: table.name, Item: { ...feedEndKey(shard), number } }
    try {
      if (isFirst) {
        await table.client.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, { Put: end }] }))
      } else await table.client.send(new PutCommand(put))
      return true
    } catch (error) {
      if (isConflict(error)) return false
      throw toTableError(error, 'append to the feed')
    }
  }

  async function appendRow(shard: number, row: readonly InletEvent[]): Promise<void> {
    for (;;) {
      const end = ends.get(shard) ?? (await readEnd(shard))
      const fresh = row.filter(({ detail }) => !end.recent.has(detail.id))
      if (fresh.length === 0) return
      const number = end.number + 1
      if (number % END_EVERY_ROWS === 0) await writeEnd(shard, number)
      if (await putRow(shard, { number, events: fresh }, end.isEmpty)) {
        const ids = [...end.recent, ...fresh.map(({ detail }) => detail.id)]
        ends.set(shard, { number, recent: new Set(ids.slice(-RECENT_IDS_MAX)), isEmpty: false })
        return
      }
      ends.delete(shard)
    }
  }

  return {
    append: async (shard, events) => {
      const sizeOf = (event: InletEvent): number => Buffer.byteLength(JSON.stringify(event))
      const rows = toBatches(events, { sizeOf, sizeMax: ROW_BYTES_MAX, countMax: Infinity })
      for (const row of rows) await appendRow(shard, row)
    },
  }
}

function toShardEnd(rows: readonly FeedRow[], numberWithoutRows: number): ShardEnd {
  return {
    number: rows[0]?.number ?? numberWithoutRows,
    isEmpty: rows.length === 0,
    recent: new Set(rows.flatMap(({ events }) => events.map(({ detail }) => detail.id))),
  }
}
