import { Aws, Duration, Validations } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { DeadLetters } from './dead-letters.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { Media } from './media.ts'
import type { OutboundQueue } from './outbound-queue.ts'
import type { TimerQueue } from './timer-queue.ts'

export type TimersProps = {
  settings: Settings
  inbox: InboxTable
  outbound: OutboundQueue
  queue: TimerQueue
  media: Media
  deadLetters: DeadLetters
}

/** What is due by itself: each minute the table's `due` index → timer queue → the conversations. */
export class Timers extends Construct {
  constructor(scope: Construct, id: string, props: TimersProps) {
    super(scope, id)
    this.fire(props)
    this.schedule(this.createSweep(props), props.deadLetters)
  }

  private fire({ settings, inbox, outbound, queue, media }: TimersProps): void {
    const { messagesDays } = settings.retention
    const timers = new InletFunction(this, 'Fire', {
      settings,
      entry: { file: 'functions/timers/index.ts' },
      service: 'timers',
      timeout: Duration.seconds(30),
      memorySizeMb: 512,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_TIMER_QUEUE_URL: queue.queue.queueUrl,
        INLET_OUTBOUND_QUEUE_URL: outbound.queue.queueUrl,
        INLET_MEDIA_FUNCTION: media.function.functionName,
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
        INLET_THREAD_RETENTION_DAYS: String(settings.secureThread.retentionDays),
      },
    })
    inbox.allowSaving(timers)
    timers.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [queue.queue.queueArn],
    )
    timers.allow(['sqs:SendMessage'], [queue.queue.queueArn, outbound.queue.queueArn])
    timers.allow(['lambda:InvokeFunction'], [media.function.functionArn])
    const mapping = new EventSourceMapping(this, 'FromTimers', {
      target: timers.function,
      eventSourceArn: queue.queue.queueArn,
      // No window to fill it: an instant has come.
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

  private createSweep({ settings, inbox, queue, deadLetters }: TimersProps): string {
    const sweep = new InletFunction(this, 'Sweep', {
      settings,
      entry: { file: 'functions/timers/sweep.ts' },
      service: 'sweep',
      // Ten thousand instants take seconds. One that is cut short is continued by the next.
      timeout: Duration.seconds(55),
      memorySizeMb: 256,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_TIMER_QUEUE_URL: queue.queue.queueUrl,
        INLET_QUEUE_SHARDS: String(settings.queueShards),
      },
      // Scheduler does not wait for the function. A run that fails three times leaves a letter, and so the alarm.
      deadLetters: deadLetters.unordered,
    })
    sweep.allow(['dynamodb:Query'], [inbox.indexArn('due')])
    sweep.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [inbox.table.tableArn])
    sweep.allow(['sqs:SendMessage'], [queue.queue.queueArn])
    return sweep.function.functionArn
  }

  private schedule(sweepArn: string, { unordered }: DeadLetters): void {
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } }
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }),
    })
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sweepArn] }))
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [unordered.queueArn] }))
    // EventBridge Scheduler: scheduled rules are legacy, says AWS. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    const schedule = new CfnSchedule(this, 'EachMinute', {
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: sweepArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: unordered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
      },
    })
    schedule.node.addDependency(role)
  }
}
