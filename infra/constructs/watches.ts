import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Settings } from '../config.ts'
import type { DeadLetters } from './dead-letters.ts'
import { figureOf } from './figure.ts'
import type { HttpFront } from './http-front.ts'
import type { InboundQueue } from './inbound-queue.ts'
import type { OutboundQueue } from './outbound-queue.ts'
import type { Outbox } from './outbox.ts'
import type { TimerQueue } from './timer-queue.ts'
import type { TopicIngress } from './topic-ingress.ts'

/** The parts that alarms and the dashboard look at. */
export type Watched = {
  settings: Settings
  front: HttpFront
  deadLetters: DeadLetters
  inbound: InboundQueue
  outbound: OutboundQueue
  timerQueue: TimerQueue
  outbox: Outbox
  topics: readonly TopicIngress[]
}

/** One alarm: `over` how much, for how many periods in a row, and what it tells whoever is woken. */
export type Watch = {
  id: string
  /** Where alarms of several queues share a section of the runbook. */
  runbook?: string
  metric: IMetric
  over: number
  periods?: number
  tells: string
}

const MINUTE = Duration.minutes(1)
const HIGHEST = { period: MINUTE, statistic: 'Maximum' }
/** The promise where only the repair finds what is due. */
const ANNOUNCED_WITHIN_MS = 65_000
/** Redeliveries that the queue's own deduplication swallows are accepted and never seen again: about this many at the most. */
const SWALLOWED_SHARE = 0.02

/** Twelve alarms and two more a topic, each for a way in which messages wait or are lost. CloudWatch takes $0.10 a month for each metric that an alarm looks at. */
export function watchInbox(watched: Watched): Watch[] {
  return [
    ...watchInbound(watched),
    ...watchOutbound(watched),
    ...watchTimers(watched),
    ...watchFlow(watched),
    ...watched.topics.flatMap(watchTopic),
  ]
}

function watchInbound({ settings, inbound, deadLetters }: Watched): Watch[] {
  const quarter = Duration.minutes(15)
  return [
    {
      id: 'InboundAge',
      metric: inbound.queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'A customer has waited five minutes to be stored: ingest fails or is too slow.',
    },
    {
      id: 'Unprocessed',
      // Three in a row: a burst at the end of one period is processed in the next.
      metric: new MathExpression({
        expression: `${1 - SWALLOWED_SHARE} * FILL(accepted, 0) - FILL(processed, 0)`,
        label: 'accepted, less processed',
        usingMetrics: {
          accepted: figureOf(settings, 'accepted', quarter),
          processed: figureOf(settings, 'processed', quarter),
        },
        period: quarter,
      }),
      over: 0,
      periods: 3,
      tells: 'For three quarters of an hour more was accepted than processed: something gets lost or stuck.',
    },
    {
      id: 'DeadLetters',
      metric: deadLetters.ordered.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells:
        'A customer’s event was given up, or a request to deliver a reply. A conversation may have a gap.',
    },
    {
      id: 'Quarantined',
      metric: inbound.quarantine.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'A platform sent something that could not be read. It is kept 14 days.',
    },
  ]
}

function watchOutbound({ settings, outbound }: Watched): Watch[] {
  return [
    {
      id: 'OutboundAge',
      metric: outbound.queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'A reply has waited five minutes: a platform takes nothing, or deliver fails.',
    },
    {
      id: 'AccountDegraded',
      metric: figureOf(settings, 'accountsDegraded'),
      over: 0,
      tells: 'An account stopped passing messages: a token was revoked, a number blocked, a limit reached.',
    },
  ]
}

function watchTimers({ settings, timerQueue, deadLetters }: Watched): Watch[] {
  return [
    {
      id: 'BreachLag',
      metric: figureOf(settings, 'breachLagMs'),
      over: ANNOUNCED_WITHIN_MS,
      periods: 3,
      tells:
        'What was due is announced late, or not yet: for three minutes something was more than 65 s late.',
    },
    {
      id: 'TimersAge',
      metric: timerQueue.queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      // A message may wait a quarter of an hour for its instant, which AWS counts with its age.
      over: 1_200,
      tells: 'What was due five minutes ago has not been done: the timers fail or are too slow.',
    },
    {
      id: 'Undelivered',
      metric: deadLetters.unordered.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'A timer or the sweep fails, or the bus could not bring an event to its target.',
    },
  ]
}

function watchFlow({ front, outbox }: Watched): Watch[] {
  return [
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

function watchTopic({ node, queue, deadLetterQueue }: TopicIngress): Watch[] {
  return [
    {
      id: `${node.id}Age`,
      runbook: 'TopicAge',
      metric: queue.metricApproximateAgeOfOldestMessage(HIGHEST),
      over: 300,
      tells: 'What a topic published has waited five minutes: its function fails, or the inbound queue does.',
    },
    {
      id: `${node.id}DeadLetters`,
      runbook: 'TopicDeadLetters',
      metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(HIGHEST),
      over: 0,
      tells: 'What a topic published was given up. It is kept 14 days.',
    },
  ]
}
