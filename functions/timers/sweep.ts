import { sweepDue } from '../../shared/app/sweep-due.ts'
import { createSweepEdge } from '../edge/sweep-edge.ts'

/** Puts what comes due into the timer queue, each minute. */
export const handler = createSweepEdge(sweepDue)
