import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import { OutboxEnvironment, readEnvironment } from '../../functions/edge/environment.ts'
import { once } from '../../functions/edge/once.ts'
import { systemClock } from '../../functions/edge/system.ts'
import { createTable, type Table } from '../../shared/aws/dynamo.ts'
import { createEventBus } from '../../shared/aws/event-bus.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { toTableChange } from '../../shared/aws/table-changes.ts'
import { parseConversationItem, parseEntryItem } from '../../shared/aws/table-items.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import { toContactEvents, toEntryEvents } from '../../shared/domain/to-events.ts'

type Image = Record<string, AttributeValue> | null
type Published = { shard: number; events: InletEvent[] }

const deps = once(() => {
  const environment = readEnvironment(OutboxEnvironment, process.env)
  const table = createTable(environment.INLET_TABLE_NAME)
  return {
    table,
    feed: createFeedWriter(table, systemClock, environment.INLET_FEED_RETENTION_DAYS),
    bus: createEventBus(new EventBridgeClient({}), environment.INLET_BUS_NAME),
  }
})

/**
 * Deliberately wrong, for `npm run prove -- --publisher entries`: publishes each entry from the stream record of its own
 * item, as if the stream kept the order of different items. In everything else it does what the real publisher does.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const { table, feed, bus } = deps()
  const published: Published[] = []
  for (const { dynamodb } of Records) {
    const [before, after] = [toImage(dynamodb?.OldImage), toImage(dynamodb?.NewImage)]
    const isEntry = after?.['sk']?.S?.startsWith('LOG#') === true
    const found = isEntry ? await publishEntry(table, before, after) : publishContact(before, after)
    if (found !== null) published.push(found)
  }
  for (const [shard, rows] of Map.groupBy(published, (one) => one.shard)) {
    await feed.append(
      shard,
      rows.flatMap(({ events }) => events),
    )
  }
  const { failed } = await bus.publish(published.flatMap(({ events }) => events))
  if (failed.size > 0) throw new Error(`the bus refused ${failed.size} events`)
  return { batchItemFailures: [] }
}

async function publishEntry(table: Table, before: Image, after: Exclude<Image, null>): Promise<Published> {
  const pk = after['pk']?.S ?? ''
  // Read, because an image spells the bytes of a raw piece in another way.
  const entry = parseEntryItem(await read(table, pk, after['sk']?.S ?? ''))
  const conversation = parseConversationItem(await read(table, pk, 'CONV'))
  const events: InletEvent[] = []
  for (let revision = toRevision(before) + 1; revision <= toRevision(after); revision++) {
    events.push(...toEntryEvents(conversation, entry, revision, 'include'))
  }
  return { shard: conversation.feedShard, events }
}

function publishContact(before: Image, after: Image): Published | null {
  if (after?.['sk']?.S !== 'CONTACT') return null
  const change = toTableChange({ recordId: '', before, after })
  if (change?.kind !== 'contact') return null
  const revisions = change.after.changes.filter(({ revision }) => revision > toRevision(before))
  const events = revisions.flatMap(({ revision }) => toContactEvents(change.after, revision))
  return { shard: change.after.feedShard, events }
}

async function read(table: Table, pk: string, sk: string): Promise<unknown> {
  const get = new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true })
  return (await table.client.send(get)).Item
}

function toRevision(image: Image): number {
  return Number(image?.['revision']?.N ?? 0)
}

function toImage(image: unknown): Image {
  return (image ?? null) as Image
}
