import { Duration, Validations } from 'aws-cdk-lib'
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** The longest that SQS keeps anything: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const RETENTION = Duration.days(14)

/**
 * What was given up, for people and `npm run redrive`: two queues for all, because every one more needs an alarm that
 * costs, and not one, because a FIFO queue gives up to a FIFO queue only. What a letter is, its body says.
 */
export class DeadLetters extends Construct {
  /** Of customers' events and of replies, in the order of their conversations. */
  readonly ordered: Queue
  /** Of timers, of the schedule and its function, and of the bus. */
  readonly unordered: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const shared = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: RETENTION }
    this.ordered = new Queue(this, 'Ordered', {
      ...shared,
      fifo: true,
      contentBasedDeduplication: false,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    })
    this.unordered = new Queue(this, 'Unordered', shared)
    const reason = 'This is a dead-letter queue; an alarm watches it and people redrive it.'
    for (const queue of [this.ordered, this.unordered]) {
      Validations.of(queue).acknowledge({ id: 'Serverless-SQSRedrivePolicy', reason })
    }
    // Known to be one only where a queue of the template names it so, which rules and schedules are not.
    Validations.of(this.unordered).acknowledge({ id: 'AwsSolutions-SQS3', reason })
  }
}
