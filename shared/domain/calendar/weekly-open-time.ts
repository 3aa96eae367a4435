import { type Calendar, WEEKDAYS } from './calendar.ts'
import { toWallInterval } from './calendar-day.ts'

const MINUTE_MS = 60_000

/** Open time of an ordinary week, as the clock on the wall counts it: without exceptions, and no clock changes. */
export function toWeeklyOpenMs({ weekly }: Pick<Calendar, 'weekly'>): number {
  return WEEKDAYS.flatMap((weekday) => weekly[weekday] ?? [])
    .map(toWallInterval)
    .reduce((sum, { from, to }) => sum + (to - from) * MINUTE_MS, 0)
}
