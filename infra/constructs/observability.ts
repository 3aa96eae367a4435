import { Aws, Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { EventsBus } from './events-bus.ts'
import type { HttpFront } from './http-front.ts'
import type { InboundQueue } from './inbound-queue.ts'
import { MailTopic } from './mail-topic.ts'
import type { OutboundQueue } from './outbound-queue.ts'
import type { Outbox } from './outbox.ts'
import type { TimerQueue } from './timer-queue.ts'
import type { Timers } from './timers.ts'
import type { TopicIngress } from './topic-ingress.ts'

export type ObservabilityProps = {
  settings: Settings
  events: EventsBus
  front: HttpFront
  inbound: InboundQueue
  outbound: OutboundQueue
  timers: Timers
  timerQueue: TimerQueue
  outbox: Outbox
  topics: readonly TopicIngress[]
}

type Watch = { id: string; metric: IMetric; over: number; periods?: number; tells: string }

const MINUTE = Duration.minutes(1)
/** The promise where only the repair finds what is due. */
const ANNOUNCED_WITHIN_MS = 65_000
const HIGHEST = { period: MINUTE, statistic: 'Maximum' }

/** Fourteen alarms and two more a topic, each for a way in which messages wait or are lost. One costs $0.10 a month. */
export class Observability extends Construct {
  private readonly action: SnsAction | null

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id)
    const { alarmEmail } = props.settings
    this.action = alarmEmail === undefined ? null : new SnsAction(this.createTopic(alarmEmail))
    const watches = [
      ...watchQueues(props.inbound),
      ...watchOutbound(props.outbound),
      ...watchTimers(props),
      ...watchFlow(props),
      ...props.topics.flatMap(watchTopic),
    ]
    for (const watch of watches) this.watch(watch)
  }

  private createTopic(alarmEmail: string): Topic {
    const { topic } = new MailTopic(this, 'Alarms', { displayName: 'Inlet, alarms', address: alarmEmail })
    // A topic with a policy of its own lets nobody in whom the policy does not name, CloudWatch neither.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    return topic
  }

  private watch({ id, metric, over, periods = 1, tells }: Watch): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: tells,
      threshold: over,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    if (this.action === null) return
    alarm.addAlarmAction(this.action)
    alarm.addOkAction(this.action)
  }
}

function watchQueues({ queue, deadLetterQueue, quarantine }: InboundQueue): Watch[] {
  return [
    {
      id: 'InboundAge',
      metric: queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'A customer has waited five minutes to be stored: ingest fails or is too slow.',
    },
    {
      id: 'InboundDeadLetters',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'A message was given up. Its conversation has a gap until it is redriven.',
    },
    {
      id: 'Quarantined',
      metric: quarantine.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'A platform sent something that could not be read. It is kept 14 days.',
    },
  ]
}

function watchOutbound({ queue, deadLetterQueue }: OutboundQueue): Watch[] {
  return [
    {
      id: 'OutboundAge',
      metric: queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'A reply has waited five minutes: a platform takes nothing, or deliver fails.',
    },
    {
      id: 'OutboundDeadLetters',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells:
        'A conversation could not be delivered for hours. Its replies stand in the table: redrive, or wait for the timers.',
    },
  ]
}

function watchTimers({ settings, timers, timerQueue }: ObservabilityProps): Watch[] {
  return [
    {
      id: 'TimerLag',
      metric: figureOf(settings, 'timers', 'timerLagMs'),
      over: ANNOUNCED_WITHIN_MS,
      periods: 3,
      tells:
        'What was due is announced late: for three minutes something came more than 65 s after its instant.',
    },
    {
      id: 'SweepOverdue',
      metric: figureOf(settings, 'sweep', 'sweepOverdueMs'),
      over: ANNOUNCED_WITHIN_MS + 60_000,
      periods: 3,
      tells: 'What was due is not announced: each sweep finds it again, and the timers do not get it done.',
    },
    {
      id: 'SweepErrors',
      metric: timers.sweep.metricErrors({ period: MINUTE, statistic: 'Sum' }),
      over: 0,
      periods: 5,
      tells: 'Nothing that comes due in more than a quarter of an hour has been armed for five minutes.',
    },
    {
      id: 'TimersAge',
      metric: timerQueue.queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      // A message may wait a quarter of an hour for its instant, which AWS counts with its age.
      over: 1_200,
      tells: 'What was due five minutes ago has not been done: the timers fail or are too slow.',
    },
    {
      id: 'TimersDeadLetters',
      metric: timerQueue.deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells:
        'A timer fails, or the sweep could not be started. What is due is tried again; see the log, then purge.',
    },
  ]
}

/** What the functions write into their logs themselves: functions/edge/metrics.ts. */
function figureOf({ stage }: Settings, service: string, metricName: string): Metric {
  return new Metric({ ...HIGHEST, namespace: 'Inlet', metricName, dimensionsMap: { service, stage } })
}

function watchTopic({ node, queue, deadLetterQueue }: TopicIngress): Watch[] {
  return [
    {
      id: `${node.id}Age`,
      metric: queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'What a topic published has waited five minutes: its function fails, or the inbound queue does.',
    },
    {
      id: `${node.id}DeadLetters`,
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'What a topic published was given up. It is kept 14 days and can go back to the topic’s queue.',
    },
  ]
}

function watchFlow({ front, outbox, events }: ObservabilityProps): Watch[] {
  return [
    {
      id: 'UndeliveredEvents',
      metric: events.undelivered.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'A rule of the stack could not bring an event to its target: the message names both.',
    },
    {
      id: 'HttpErrors',
      metric: front.api.metricServerError({ period: MINUTE, statistic: 'Sum' }),
      over: 0,
      periods: 3,
      tells:
        'Webhooks or the API have answered 5xx for three minutes. Platforms repeat webhooks, not for ever.',
    },
    {
      id: 'OutboxAge',
      metric: outbox.function.metric('IteratorAge', { period: MINUTE, statistic: 'Maximum' }),
      over: 60_000,
      tells: 'What is stored has not been published for a minute.',
    },
    {
      id: 'FailedBatches',
      // A free metric, once a day. The age alarm comes first; this one stays until the bucket is empty again.
      metric: new Metric({
        namespace: 'AWS/S3',
        metricName: 'NumberOfObjects',
        dimensionsMap: { BucketName: outbox.failedBatches.bucketName, StorageType: 'AllStorageTypes' },
        period: Duration.days(1),
        statistic: 'Maximum',
      }),
      over: 0,
      tells: 'Changes were given up by the publisher. Republish them, then empty the bucket.',
    },
  ]
}
