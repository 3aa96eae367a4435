import { fireTimer } from '../../shared/app/fire-timer.ts'
import { createTimersEdge } from '../edge/timers-edge.ts'

/** Looks at conversations whose instant has come. */
export const handler = createTimersEdge(fireTimer)
