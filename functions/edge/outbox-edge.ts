import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda'
import { toNamedIds } from '../../shared/app/named-ids.ts'
import type { PublishDeps, PublishReport, TableChange } from '../../shared/app/publish-changes.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createEventBus } from '../../shared/aws/event-bus.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { createOutboundQueue } from '../../shared/aws/outbound-queue.ts'
import { toTableChange } from '../../shared/aws/table-changes.ts'
import { createTimerQueue } from '../../shared/aws/timer-queue.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { OutboxEnvironment, readEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { systemClock } from './system.ts'

type PublishChanges = (deps: PublishDeps, changes: readonly TableChange[]) => Promise<PublishReport>

/** Wires the publisher to the table's stream, the feed and the bus: a batch of records in, the first failed one out. */
export function createOutboxEdge(
  publish: PublishChanges,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  const logger = once(createLogger)
  const deps = once(composeOutbox)
  const meter = once(() => createMeter(readEnvironment(OutboxEnvironment, process.env).INLET_STAGE))
  return async ({ Records }) => {
    const { changes, unreadable } = readChanges(Records)
    const first = Records[0]?.dynamodb?.SequenceNumber ?? null
    const ids = toIds(changes)
    try {
      if (unreadable !== null && unreadable.recordId === first) throw unreadable.error
      const report = await publish(deps(), changes)
      const failed = report.failed ?? unreadable?.recordId ?? null
      logger()[failed === null ? 'info' : 'error']('outbox', {
        records: Records.length,
        events: report.events,
        eventIds: report.eventIds,
        correlationIds: report.correlationIds,
        ...ids,
        failed,
        ...(unreadable === null ? {} : { error: toLoggableError(unreadable.error) }),
      })
      meter().record({
        eventLagMs: report.oldest === null ? [] : systemClock.now().getTime() - Date.parse(report.oldest),
        accountsDegraded: report.degraded,
      })
      return toResponse(failed)
    } catch (error) {
      logger().error('outbox failed', {
        records: Records.length,
        ...ids,
        failed: first,
        error: toLoggableError(error),
      })
      // Lambda halves a batch only when the function fails: that is how a bad record comes to stand, and to be given up, alone.
      // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
      if (Records.length > 1 && !isPassing(error)) throw error
      return toResponse(first)
    }
  }
}

/** Whose changes a batch holds. */
function toIds(changes: readonly TableChange[]) {
  const idsOf = (kind: TableChange['kind']): string[] =>
    toNamedIds(changes.map((change) => (change.kind === kind ? change.after.id : null)))
  return {
    conversationIds: idsOf('conversation'),
    contactIds: idsOf('contact'),
    accountIds: idsOf('account'),
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && error.retry
}

function composeOutbox(): PublishDeps {
  const environment = readEnvironment(OutboxEnvironment, process.env)
  const table = createTable(environment.INLET_TABLE_NAME)
  const sqs = new SQSClient({})
  return {
    clock: systemClock,
    log: createLogReader(table, systemClock),
    feed: createFeedWriter(table, systemClock, environment.INLET_FEED_RETENTION_DAYS),
    bus: createEventBus(new EventBridgeClient({}), environment.INLET_BUS_NAME),
    outbound: createOutboundQueue(sqs, environment.INLET_OUTBOUND_QUEUE_URL),
    timers: createTimerQueue(sqs, environment.INLET_TIMER_QUEUE_URL),
    text: environment.INLET_EVENT_TEXT,
  }
}

/** Everything up to the first record that this version cannot read; that one goes back to the stream alone. */
function readChanges(records: readonly DynamoDBRecord[]): {
  changes: TableChange[]
  unreadable: { recordId: string; error: unknown } | null
} {
  const changes: TableChange[] = []
  for (const { dynamodb } of records) {
    const recordId = dynamodb?.SequenceNumber ?? ''
    try {
      const change = toTableChange({
        recordId,
        before: toImage(dynamodb?.OldImage),
        after: toImage(dynamodb?.NewImage),
      })
      if (change !== null) changes.push(change)
    } catch (error) {
      return { changes, unreadable: { recordId, error } }
    }
  }
  return { changes, unreadable: null }
}

/** Lambda's own type of an image differs from the SDK's only in how it spells binary values, which no published item has. */
function toImage(image: Record<string, unknown> | undefined): Record<string, AttributeValue> | null {
  return image === undefined ? null : (image as Record<string, AttributeValue>)
}

function toResponse(failed: string | null): DynamoDBBatchResponse {
  return { batchItemFailures: failed === null ? [] : [{ itemIdentifier: failed }] }
}
