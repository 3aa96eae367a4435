import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'

/** What an alarm of the stack looks at, under this name. */
export type Figure = 'timerLagMs' | 'sweepOverdueMs'

export type Meter = { record: (figure: Figure, milliseconds: readonly number[]) => void }

/**
 * Figures as lines of the log, from which CloudWatch takes them: no call, and nothing to wait for. A figure costs by the
 * month in which it is recorded at all. The service's name comes from the environment.
 */
export function createMeter(stage: string): Meter {
  const metrics = new Metrics({ namespace: 'Inlet', defaultDimensions: { stage } })
  return {
    record: (figure, milliseconds) => {
      if (milliseconds.length === 0) return
      for (const value of milliseconds) metrics.addMetric(figure, MetricUnit.Milliseconds, value)
      metrics.publishStoredMetrics()
    },
  }
}
