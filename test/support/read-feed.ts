import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Table } from '../../shared/aws/dynamo.ts'
import { feedKey, parseFeedItem } from '../../shared/aws/table-items.ts'
import type { InletEvent } from '../../shared/domain/events.ts'

/** The number of the newest row of a feed shard: where a reader stands who has read everything. */
export async function readFeedEnd(table: Table, shard: number): Promise<number> {
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': feedKey(shard, 0).pk },
      ScanIndexForward: false,
      Limit: 1,
    }),
  )
  return (Items ?? []).map((item) => parseFeedItem(item).number)[0] ?? 0
}

/** Every event in the rows of a feed shard after a number, oldest first. */
export async function readFeed(table: Table, shard: number, after = 0): Promise<InletEvent[]> {
  const { pk, sk } = feedKey(shard, after)
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': pk, ':after': sk },
    }),
  )
  return (Items ?? []).flatMap((item) => parseFeedItem(item).events)
}
