import { Duration, Validations } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** Six times the timers' timeout, as AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY = Duration.seconds(180)
/** Longer than the longest delay. Whatever is lost with it is still due: the sweep sends it again, each minute. */
const RETENTION = Duration.hours(1)
const RECEIVES_MAX = 5

/** Messages that come out when something of a conversation is due. */
export class TimerQueue extends Construct {
  readonly queue: Queue
  /** Nothing here needs to be redriven: it tells that a timer fails, or that the sweep is not started. */
  readonly deadLetterQueue: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const shared = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true }
    this.deadLetterQueue = new Queue(this, 'DeadLetters', { ...shared, retentionPeriod: Duration.days(14) })
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      retentionPeriod: RETENTION,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: RECEIVES_MAX },
    })
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is the dead-letter queue of the timers and of their schedule; an alarm watches it.',
    })
  }
}
