import type { TimerQueue } from '../../shared/app/timer-ports.ts'

/** For a test in which nothing is due by itself: arming a timer is a failure. */
export const NO_TIMERS: TimerQueue = {
  arm: () => Promise.reject(new Error('Nothing is to be due here.')),
}
