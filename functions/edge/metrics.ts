import { Metrics } from '@aws-lambda-powertools/metrics'
import {
  FIGURE_NAMESPACE,
  FIGURE_SERVICE,
  type FigureName,
  type Figures,
  FIGURES,
} from '../../shared/domain/figures.ts'

export type Meter = { record: (figures: Figures) => void }

/** Figures as one line of the log, from which CloudWatch takes them: no call, and nothing to wait for. Counts of nothing are not written. */
export function createMeter(stage: string): Meter {
  // One service for all functions: each would be a figure of its own, with a price of its own.
  const metrics = new Metrics({
    namespace: FIGURE_NAMESPACE,
    serviceName: FIGURE_SERVICE,
    defaultDimensions: { stage },
  })
  return {
    record: (figures) => {
      const values = Object.entries(figures).flatMap(([name, value]) => toValues(name as FigureName, value))
      if (values.length === 0) return
      for (const [name, value] of values) metrics.addMetric(name, FIGURES[name], value)
      metrics.publishStoredMetrics()
    },
  }
}

function toValues(name: FigureName, value: number | readonly number[]): [name: FigureName, value: number][] {
  if (typeof value !== 'number') return value.map((each) => [name, each])
  return FIGURES[name] === 'Count' && value === 0 ? [] : [[name, value]]
}
