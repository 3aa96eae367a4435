import { type FunctionCosts, measureFunctionCosts } from './function-costs.ts'
import { measureMessageUnits, type MessageUnits } from './message-units.ts'

/** What several parts are computed from is measured once a run, when it is first asked for. */
export type Measurements = {
  million: boolean
  messageUnits: () => Promise<MessageUnits>
  functionCosts: () => Promise<FunctionCosts[]>
}

export function createMeasurements({ million }: { million: boolean }): Measurements {
  return {
    million,
    messageUnits: once(measureMessageUnits),
    functionCosts: once(measureFunctionCosts),
  }
}

function once<T>(measure: () => Promise<T>): () => Promise<T> {
  let measured: Promise<T> | null = null
  return () => (measured ??= measure())
}
