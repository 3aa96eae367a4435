import { Duration, Stack, Validations } from 'aws-cdk-lib'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { HttpFront } from './http-front.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { Media } from './media.ts'
import type { OutboundQueue } from './outbound-queue.ts'

export type DeliveryProps = {
  settings: Settings
  inbox: InboxTable
  front: HttpFront
  outbound: OutboundQueue
  media: Media
  /** By channel. */
  secrets: ReadonlyMap<string, Secret>
  /** Whether a channel sends through AWS itself. */
  sendsByAws: boolean
}

/** Outbound queue → platforms: the only function that speaks for the company. */
export class Delivery extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id)
    const { settings, inbox, front, outbound, secrets, media } = props
    const { messagesDays } = settings.retention
    const deliver = new InletFunction(this, 'Deliver', {
      settings,
      entry: { file: 'functions/deliver/index.ts' },
      service: 'deliver',
      // Files that are handed over slowly, and two calls to a platform that does not answer.
      timeout: Duration.seconds(45),
      // It waits for platforms more than it computes.
      memorySizeMb: 512,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_OUTBOUND_QUEUE_URL: outbound.queue.queueUrl,
        INLET_FILES_BUCKET: media.bucket.bucketName,
        INLET_PUBLIC_URL: front.publicUrl,
        // Channel → ARN of its secret.
        INLET_CHANNEL_SECRETS_ARN: Stack.of(this).toJsonString(
          Object.fromEntries([...secrets].map(([channel, secret]) => [channel, secret.secretArn])),
        ),
        INLET_PLATFORM_HOSTS: JSON.stringify(settings.platformHosts),
        INLET_HUMAN_AGENT: settings.humanAgent ? 'on' : 'off',
        INLET_REDACTION: JSON.stringify(settings.redaction),
        INLET_QUEUE_SHARDS: String(settings.queueShards),
        INLET_FEED_SHARDS: String(settings.feedShards),
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
      },
    })
    inbox.allowSaving(deliver)
    // Links for platforms, pieces for X; AWS reads with the same rights.
    media.allowReading(deliver)
    deliver.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [outbound.queue.queueArn],
    )
    deliver.allow(
      ['secretsmanager:GetSecretValue'],
      [...secrets.values()].map(({ secretArn }) => secretArn),
    )
    if (props.sendsByAws) this.allowSms(deliver)
    this.consume(deliver, outbound)
  }

  private allowSms(deliver: InletFunction): void {
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsendusermessagingsmsandvoicev2.html
    const arn = Stack.of(this).formatArn({ service: 'sms-voice', resource: 'phone-number', resourceName: '' })
    deliver.allowBelow(
      ['sms-voice:SendTextMessage', 'sms-voice:SendMediaMessage'],
      arn,
      '*',
      'Which numbers the company has is known to AWS alone; they come and go without a deployment.',
    )
  }

  private consume(deliver: InletFunction, outbound: OutboundQueue): void {
    const mapping = new EventSourceMapping(this, 'FromOutbound', {
      target: deliver.function,
      eventSourceArn: outbound.queue.queueArn,
      // Conversations side by side, each in its order. An instance that dies leaves so many messages unknown at the most.
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: 20,
    })
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'An SQS mapping has no failure destination: what fails stays in the queue, then in its dead-letter queue.',
    })
  }
}
