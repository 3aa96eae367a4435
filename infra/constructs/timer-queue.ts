import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { DeadLetters } from './dead-letters.ts'

/** Six times the timers' timeout, as AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY = Duration.seconds(180)
/** Longer than the longest delay. Whatever is lost with it is still due: the sweep sends it again, each minute. */
const RETENTION = Duration.hours(1)
const RECEIVES_MAX = 5

/** Messages that come out when something of a conversation is due. */
export class TimerQueue extends Construct {
  readonly queue: Queue

  constructor(scope: Construct, id: string, deadLetters: DeadLetters) {
    super(scope, id)
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: deadLetters.unordered, maxReceiveCount: RECEIVES_MAX },
    })
  }
}
