import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, type IWidget } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { FigureName } from '../../shared/domain/figures.ts'
import { figureOf } from './figure.ts'
import type { Watched } from './watches.ts'

const PERIOD = Duration.minutes(5)
const HALF = 12

/**
 * One page that answers in this order: does what comes in get stored, does what is due get announced, does what we say go
 * out. An account's first three dashboards are free, with up to 50 metrics each:
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export class InboxDashboard extends Construct {
  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id)
    const { front, inbound, outbound, timerQueue, deadLetters, outbox, topics } = watched
    const figures = (...names: FigureName[]): IMetric[] =>
      names.map((name) => figureOf(watched.settings, name, PERIOD))
    const oldest = { period: PERIOD, statistic: 'Maximum' }
    const queues = [inbound.queue, outbound.queue, timerQueue.queue, ...topics.map(({ queue }) => queue)]
    const ends = [
      deadLetters.ordered,
      deadLetters.unordered,
      inbound.quarantine,
      ...topics.map(({ deadLetterQueue }) => deadLetterQueue),
    ]
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.hours(12),
      widgets: [
        [
          graph('Accepted and processed', figures('accepted', 'processed')),
          graph('What became of it', figures('stored', 'duplicates', 'ignored', 'quarantined')),
        ],
        [
          graph(
            'Oldest message of each queue, seconds',
            queues.map((queue) => queue.metricApproximateAgeOfOldestMessage(oldest)),
          ),
          graph(
            'Given up and set aside',
            ends.map((queue) => queue.metricApproximateNumberOfMessagesVisible(oldest)),
          ),
        ],
        [
          graph('Accepted until published, milliseconds', figures('eventLagMs')),
          graph('Publisher behind its stream, milliseconds', [outbox.function.metric('IteratorAge', oldest)]),
        ],
        [
          graph('Due until announced, milliseconds', figures('breachLagMs')),
          graph('Replies', figures('repliesSent', 'repliesFailed', 'repliesUnknown', 'repliesRetried')),
        ],
        [
          graph('Accounts that became degraded', figures('accountsDegraded')),
          graph('HTTP errors', [
            front.api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
            front.api.metricClientError({ period: PERIOD, statistic: 'Sum' }),
          ]),
        ],
      ],
    })
  }
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: HALF, leftYAxis: { min: 0 } })
}
