import { Duration } from 'aws-cdk-lib'
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { DeadLetters } from './dead-letters.ts'

const RETENTION = Duration.days(14)
/**
 * A reply waits for a platform minutes at the most here, longer waits are the timers'. What comes back this often meets
 * failing infrastructure for hours; the timers ask again for what still stands in the table.
 */
const RECEIVES_MAX = 500
/** Six times deliver's timeout, as AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY = Duration.seconds(270)

/** Which conversations have something to send. One group a conversation: two deliveries of one never run at once. */
export class OutboundQueue extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, deadLetters: DeadLetters) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', {
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
  }
}
