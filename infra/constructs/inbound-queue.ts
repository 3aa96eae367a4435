import { Duration, Validations } from 'aws-cdk-lib'
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { DeadLetters } from './dead-letters.ts'

const RETENTION = Duration.days(14)
/** The most that SQS accepts. Ingest gives up by age (6 h) and moves the message itself; this only catches what it cannot. */
const RECEIVES_MAX = 1000
/** Six times ingest's timeout, as AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY = Duration.seconds(360)

/** Where webhooks put envelopes, and what could not be cut at all. */
export class InboundQueue extends Construct {
  readonly queue: Queue
  readonly quarantine: Queue

  constructor(scope: Construct, id: string, deadLetters: DeadLetters) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', {
      // High throughput: order and deduplication are per message group, that is per customer.
      fifo: true,
      contentBasedDeduplication: false,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: deadLetters.ordered, maxReceiveCount: RECEIVES_MAX },
    })
    this.quarantine = new Queue(this, 'Quarantine', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
    })
    const reason =
      'Quarantine is an end, not a stage: nothing consumes it automatically, so nothing can fail into a dead-letter queue. An alarm watches it.'
    Validations.of(this.quarantine).acknowledge(
      { id: 'Serverless-SQSRedrivePolicy', reason },
      { id: 'AwsSolutions-SQS3', reason },
    )
  }
}
