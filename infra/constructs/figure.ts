import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FIGURE_NAMESPACE, FIGURE_SERVICE, type FigureName, FIGURES } from '../../shared/domain/figures.ts'
import type { Settings } from '../config.ts'

/** What the functions write into their logs themselves (functions/edge/metrics.ts): counts are summed up, of times the longest counts. */
export function figureOf(
  { stage }: Settings,
  metricName: FigureName,
  period: Duration = Duration.minutes(1),
): Metric {
  return new Metric({
    namespace: FIGURE_NAMESPACE,
    metricName,
    dimensionsMap: { service: FIGURE_SERVICE, stage },
    statistic: FIGURES[metricName] === 'Count' ? 'Sum' : 'Maximum',
    period,
  })
}
