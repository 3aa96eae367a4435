import { Duration, Validations } from 'aws-cdk-lib'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { EventsBus } from './events-bus.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { OutboundQueue } from './outbound-queue.ts'
import { removalPolicyOf } from './removal-policy.ts'
import type { TimerQueue } from './timer-queue.ts'

/** Only these items publish; entries, dedupe records and the feed's own rows need no invocation. */
export const PUBLISHED_ITEMS = {
  dynamodb: { NewImage: { sk: { S: ['CONV', 'CONTACT', { prefix: 'ACCOUNT#' }] } } },
}

export type OutboxProps = {
  settings: Settings
  inbox: InboxTable
  events: EventsBus
  outbound: OutboundQueue
  timers: TimerQueue
}

/** Table stream → bus, change feed, outbound and timer queue: the only publisher. */
export class Outbox extends Construct {
  readonly function: Function
  /** Batches that were given up. Only S3 keeps the records themselves: queues and topics get a pointer into the stream. */
  readonly failedBatches: Bucket

  constructor(scope: Construct, id: string, props: OutboxProps) {
    super(scope, id)
    const { settings, inbox, events, outbound, timers } = props
    this.failedBatches = this.createBucket(settings)
    const outbox = new InletFunction(this, 'Outbox', {
      settings,
      entry: { file: 'functions/outbox/index.ts' },
      service: 'outbox',
      timeout: Duration.seconds(60),
      // Every event waits for it, one batch a shard at a time: CPU for building and serializing a batch is latency.
      memorySizeMb: 1024,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_BUS_NAME: events.bus.eventBusName,
        INLET_OUTBOUND_QUEUE_URL: outbound.queue.queueUrl,
        INLET_TIMER_QUEUE_URL: timers.queue.queueUrl,
        INLET_FEED_SHARDS: String(settings.feedShards),
        INLET_FEED_RETENTION_DAYS: String(settings.retention.feedDays),
        INLET_EVENT_TEXT: settings.eventText,
      },
    })
    this.function = outbox.function
    outbox.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      [inbox.table.tableArn],
    )
    outbox.allow(['events:PutEvents'], [events.bus.eventBusArn])
    outbox.allow(['sqs:SendMessage'], [outbound.queue.queueArn, timers.queue.queueArn])
    this.mapStream(outbox, inbox)
  }

  private createBucket(settings: Settings): Bucket {
    const bucket = new Bucket(this, 'FailedBatches', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(settings.retention.feedDays) }],
      removalPolicy: removalPolicyOf(settings),
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only Lambda writes here and an operator reads; a second bucket of access logs would tell nothing more.',
    })
    return bucket
  }

  private mapStream(outbox: InletFunction, inbox: InboxTable): void {
    const { failedBatches } = this
    outbox.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [inbox.streamArn],
    )
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html
    outbox.allowBelow(
      ['dynamodb:ListStreams'],
      inbox.table.tableArn,
      '/stream/*',
      'Authorized on the list of this one table’s streams, which has no ARN of its own.',
    )
    // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    outbox.allowBelow(
      ['s3:PutObject'],
      failedBatches.bucketArn,
      '/aws/lambda/*',
      'Lambda itself chooses the keys of failed batches, below this prefix of this bucket.',
    )
    outbox.allow(['s3:ListBucket'], [failedBatches.bucketArn])

    new EventSourceMapping(this, 'FromStream', {
      target: outbox.function,
      eventSourceArn: inbox.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [FilterCriteria.filter(PUBLISHED_ITEMS)],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // Outlasts an outage of minutes. After that the record is kept in the bucket and `npm run republish` says it again.
      retryAttempts: 60,
      // The stream forgets at 24 h, silently. Giving up earlier puts the record into the bucket.
      maxRecordAge: Duration.hours(20),
      onFailure: { bind: () => ({ destination: failedBatches.bucketArn }) },
    })
  }
}
