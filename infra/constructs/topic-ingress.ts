import { Aws, Duration, Tags, Validations } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { ChannelManifest } from '../../shared/channels/contract.ts'
import { topicEntry } from '../bundle.ts'
import type { Settings } from '../config.ts'
import type { InboundQueue } from './inbound-queue.ts'
import { InletFunction } from './inlet-function.ts'

const RETENTION = Duration.days(14)
const TIMEOUT = Duration.seconds(30)
/** Six times the function's timeout, as AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY = Duration.seconds(180)
/** Some five hours of an inbound queue that takes nothing: only failing infrastructure sends a message back. */
const RECEIVES_MAX = 100

export type ChannelTopic = NonNullable<ChannelManifest['topic']>

export type TopicIngressProps = {
  settings: Settings
  channel: string
  topic: ChannelTopic
  inbound: InboundQueue
}

/**
 * A channel's second way in: SNS topic → standard queue → function → inbound queue. A standard topic cannot feed a FIFO
 * queue, and services publish to standard topics only.
 */
export class TopicIngress extends Construct {
  readonly channel: string
  /** Who publishes, and carries what is sent back. */
  readonly provider: ChannelTopic['provider']
  readonly topic: Topic
  readonly queue: Queue
  /** What the function gave up, and what SNS could not bring to the queue. */
  readonly deadLetterQueue: Queue

  constructor(scope: Construct, id: string, props: TopicIngressProps) {
    super(scope, id)
    const { settings, channel, topic, inbound } = props
    this.channel = channel
    this.provider = topic.provider
    this.topic = this.createTopic(channel, topic)
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
    })
    this.queue = new Queue(this, 'Queue', {
      // With SQS's own keys SNS may deliver; a KMS key would need a policy for it, and a dollar a month.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: RECEIVES_MAX },
    })
    this.subscribe(new Set(settings.topics[channel]))
    this.consume(settings, inbound)
    Validations.of(this.deadLetterQueue).acknowledge({
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'This is the dead-letter queue of the topic and its queue; an alarm watches it.',
    })
  }

  private createTopic(channel: string, { title, publisher }: ChannelTopic): Topic {
    const topic = new Topic(this, 'Topic', { displayName: `Inlet, ${title}`, enforceSSL: true })
    Tags.of(topic).add('inlet:channel', channel)
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ServicePublishes',
        principals: [new ServicePrincipal(publisher)],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        // Without it the service would publish for any account that names this topic.
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    return topic
  }

  private subscribe(existing: ReadonlySet<string>): void {
    const topics: [id: string, topic: ITopic][] = [
      ['Own', this.topic],
      ...[...existing].map((arn): [string, ITopic] => [arn, Topic.fromTopicArn(this, `Topic ${arn}`, arn)]),
    ]
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TopicsSend',
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topics.map(([, topic]) => topic.topicArn) } },
      }),
    )
    for (const [id, topic] of topics) {
      const subscription = new Subscription(this, id, {
        topic,
        protocol: SubscriptionProtocol.SQS,
        endpoint: this.queue.queueArn,
        // Raw delivery would leave out when the message was published.
        rawMessageDelivery: false,
        deadLetterQueue: this.deadLetterQueue,
      })
      // SNS does not try again where it is not allowed: the queues' policies must be there first.
      subscription.node.addDependency(this.queue, this.deadLetterQueue)
    }
  }

  private consume(settings: Settings, inbound: InboundQueue): void {
    const cut = new InletFunction(this, 'Cut', {
      settings,
      entry: topicEntry(this.channel),
      service: `topic-${this.channel}`,
      timeout: TIMEOUT,
      memorySizeMb: 512,
      environment: {
        INLET_INBOUND_QUEUE_URL: inbound.queue.queueUrl,
        INLET_QUARANTINE_QUEUE_URL: inbound.quarantine.queueUrl,
        INLET_REDACTION: JSON.stringify(settings.redaction),
      },
    })
    cut.allow(['sqs:SendMessage'], [inbound.queue.queueArn, inbound.quarantine.queueArn])
    cut.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    )
    const mapping = new EventSourceMapping(this, 'FromQueue', {
      target: cut.function,
      eventSourceArn: this.queue.queueArn,
      // No window to fill it: a customer waits.
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: 10,
    })
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'An SQS mapping has no failure destination: what fails stays in the queue, then in its dead-letter queue.',
    })
  }
}
