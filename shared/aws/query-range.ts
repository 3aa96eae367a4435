import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Clock } from '../app/ports.ts'
import { isLive, type Table, toTableError } from './dynamo.ts'

export type Range = {
  index?: string
  partition: { name: string; value: string }
  /** `from` and `to` include their ends, `below` and `above` exclude it and are open at the other end. */
  sort: { name: string } & Ends
  order: 'asc' | 'desc'
  limit: number
  consistent: boolean
}

type Ends = { from: string; to: string } | { below: string } | { above: string }

export type RangeItems = {
  items: Record<string, unknown>[]
  /** Sort key to continue after, null at the end of the range. */
  last: string | null
}

/** One query over part of a partition. Expired items are left out, so there may be fewer than the limit, even none. */
export async function queryRange(table: Table, clock: Clock, range: Range): Promise<RangeItems> {
  const { index, partition, sort, order, limit, consistent } = range
  const [condition, bounds] = toCondition(sort)
  const command = new QueryCommand({
    TableName: table.name,
    ...(index === undefined ? {} : { IndexName: index }),
    KeyConditionExpression: `#partition = :partition AND ${condition}`,
    ExpressionAttributeNames: { '#partition': partition.name, '#sort': sort.name },
    ExpressionAttributeValues: { ':partition': partition.value, ...bounds },
    ScanIndexForward: order === 'asc',
    Limit: limit,
    ConsistentRead: consistent,
  })
  const { Items = [], LastEvaluatedKey } = await table.client.send(command).catch((error: unknown) => {
    throw toTableError(error, `read a range of ${index ?? 'the table'}`)
  })
  const last: unknown = LastEvaluatedKey?.[sort.name]
  return {
    items: Items.filter((item) => isLive(item, clock.now())),
    last: typeof last === 'string' ? last : null,
  }
}

function toCondition(ends: Ends): [condition: string, bounds: Record<string, string>] {
  if ('below' in ends) return ['#sort < :below', { ':below': ends.below }]
  if ('above' in ends) return ['#sort > :above', { ':above': ends.above }]
  return ['#sort BETWEEN :from AND :to', { ':from': ends.from, ':to': ends.to }]
}
