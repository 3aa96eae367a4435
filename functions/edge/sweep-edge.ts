import { SQSClient } from '@aws-sdk/client-sqs'
import type { SweepDeps, SweepReport } from '../../shared/app/sweep-due.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { createSweepMarks } from '../../shared/aws/sweep-marks.ts'
import { createTimerQueue } from '../../shared/aws/timer-queue.ts'
import { createWalkMarks } from '../../shared/aws/walk-marks.ts'
import { readEnvironment, SweepEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { createMeter } from './metrics.ts'
import { once } from './once.ts'
import { systemClock } from './system.ts'

type SweepDue = (deps: SweepDeps) => Promise<SweepReport>

/** Wires the sweep to the table and the timer queue. A failure is thrown on: after three tries it leaves a dead letter, and the next minute mends it. */
export function createSweepEdge(sweep: SweepDue): () => Promise<void> {
  const logger = once(createLogger)
  const deps = once(composeSweep)
  const meter = once(() => createMeter(readEnvironment(SweepEnvironment, process.env).INLET_STAGE))
  return async () => {
    try {
      const report = await sweep(deps())
      // What is not announced cannot say so itself. A minute in which nothing is overdue measures nothing.
      if (report.oldest !== null) meter().record({ breachLagMs: toAgeMs(report.oldest) })
      // Most minutes have nothing to tell; what is overdue should not be.
      if (report.repaired > 0) logger().warn('sweep', report)
      else if (report.armed + report.followed > 0) logger().info('sweep', report)
    } catch (error) {
      logger().error('sweep failed', { error: toLoggableError(error) })
      throw error
    }
  }
}

function toAgeMs(at: string): number {
  return systemClock.now().getTime() - Date.parse(at)
}

function composeSweep(): SweepDeps {
  const environment = readEnvironment(SweepEnvironment, process.env)
  const table = createTable(environment.INLET_TABLE_NAME)
  return {
    due: createDueReader(table, systemClock),
    timers: createTimerQueue(new SQSClient({}), environment.INLET_TIMER_QUEUE_URL),
    marks: createSweepMarks(table, systemClock),
    rules: createRulesStore(table, systemClock),
    walks: createWalkMarks(table, systemClock),
    clock: systemClock,
    shards: environment.INLET_QUEUE_SHARDS,
  }
}
