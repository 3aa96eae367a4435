import { Duration, Validations } from 'aws-cdk-lib'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { InboundQueue } from './inbound-queue.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'

export type IngestProps = {
  settings: Settings
  inbound: InboundQueue
  inbox: InboxTable
  deadLetters: DeadLetters
}

/** Inbound queue → table. */
export class Ingest extends Construct {
  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id)
    const { settings, inbound, inbox, deadLetters } = props
    const { messagesDays } = settings.retention
    const ingest = new InletFunction(this, 'Ingest', {
      settings,
      entry: { file: 'functions/ingest/index.ts' },
      service: 'ingest',
      timeout: Duration.seconds(60),
      // It waits for the table more than it computes; ten envelopes of 1 MB fit.
      memorySizeMb: 512,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_INBOUND_QUEUE_URL: inbound.queue.queueUrl,
        INLET_INBOUND_DEAD_LETTER_QUEUE_URL: deadLetters.ordered.queueUrl,
        INLET_QUARANTINE_QUEUE_URL: inbound.quarantine.queueUrl,
        INLET_QUEUE_SHARDS: String(settings.queueShards),
        INLET_FEED_SHARDS: String(settings.feedShards),
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
      },
    })
    inbox.allowSaving(ingest)
    ingest.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [inbound.queue.queueArn],
    )
    ingest.allow(['sqs:SendMessage'], [deadLetters.ordered.queueArn, inbound.quarantine.queueArn])

    const mapping = new EventSourceMapping(this, 'FromInbound', {
      target: ingest.function,
      eventSourceArn: inbound.queue.queueArn,
      // Ten is the most for a FIFO queue.
      batchSize: 10,
      reportBatchItemFailures: true,
      // Leaves the rest of the account's concurrency to the webhooks: they must answer, the queue can wait.
      maxConcurrency: 50,
    })
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'An SQS mapping has no failure destination: what fails stays in the queue, then in its dead-letter queue.',
    })
  }
}
