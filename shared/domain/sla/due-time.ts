import { addOpenMs, toOpenMs } from '../calendar/open-time.ts'
import { addMs } from '../due.ts'
import { toDurationMs } from '../duration.ts'
import { earlierOf, laterOf } from '../instants.ts'
import { type Clock, isResponse } from './clocks.ts'
import type { Selected } from './select-policy.ts'

export type DueContext = {
  selected: Selected
  /** When the platform's ordinary reply window closes; null: there is none. */
  windowClosesAt: string | null
  /** Nothing becomes due before: the clock's start, or the change of rules that moves it. */
  notBefore: string
}

/** The clock with its due time and next warning, as policy, calendar and window set them. It must have a target. */
export function withDueTime(clock: Clock, context: DueContext): Clock {
  if (clock.since === null) return { ...clock, dueAt: null, warnAt: null }
  const { policy, calendar } = context.selected
  const targetMs = toDurationMs(policy.targets[clock.metric] ?? 'PT1S')
  const due = clampToWindow(clock, addOpenMs(calendar, clock.since, targetMs - clock.usedMs), context)
  if (due === null) return { ...clock, dueAt: null, warnAt: null }
  const dueAt = laterOf(context.notBefore, due.at)
  return { ...clock, dueAt, dueBy: due.by, warnAt: findWarning({ ...clock, dueAt }, context)?.at ?? null }
}

/** The next threshold that nobody was told of. Thresholds count from the due time as it is, window included. */
export function findWarning(
  clock: Clock,
  { selected: { policy, calendar } }: Pick<DueContext, 'selected'>,
): { threshold: string; at: string } | null {
  const { since, dueAt, usedMs, warned } = clock
  if (since === null || dueAt === null || dueAt <= since) return null
  const lengthMs = usedMs + toOpenMs(calendar, since, dueAt)
  const ahead = policy.warnAt
    .filter((threshold) => !warned.includes(threshold))
    .flatMap((threshold) => {
      const afterMs = toOffsetMs(threshold, lengthMs)
      // More time left than there ever was: nothing to warn of.
      const at = afterMs <= 0 ? null : addOpenMs(calendar, since, Math.max(0, afterMs - usedMs))
      return at === null || at >= dueAt ? [] : [{ threshold, at }]
    })
  return ahead.toSorted((left, right) => left.at.localeCompare(right.at))[0] ?? null
}

/** Missing the window is worse than missing the target: an answer is due a margin before it closes, if that comes first. */
function clampToWindow(
  clock: Clock,
  ordinary: string | null,
  { selected, windowClosesAt }: DueContext,
): { at: string; by: Clock['dueBy'] } | null {
  if (windowClosesAt === null || !isResponse(clock)) {
    return ordinary === null ? null : { at: ordinary, by: 'target' }
  }
  if (windowClosesAt <= clock.startedAt) return { at: clock.startedAt, by: 'window_closed' }
  const lastCall = addMs(windowClosesAt, -toDurationMs(selected.policy.windowMargin))
  if (ordinary !== null && ordinary <= lastCall) return { at: ordinary, by: 'target' }
  return { at: earlierOf(ordinary, lastCall), by: 'window' }
}

/** Milliseconds of open time after the start. */
function toOffsetMs(threshold: string, lengthMs: number): number {
  return threshold.endsWith('%')
    ? Math.round((lengthMs * Number(threshold.slice(0, -1))) / 100)
    : lengthMs - toDurationMs(threshold)
}
