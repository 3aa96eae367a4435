import type { Calendar } from './calendar.ts'
import { toDate, toWallInterval, toWeekday, type WallInterval } from './calendar-day.ts'
import { isSkippedDay, toInstantMs } from './local-time.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const STRIDE_MS = 7 * DAY_MS

/** `[startMs, endMs)`, never empty. */
export type OpenSpan = { startMs: number; endMs: number }

/** A calendar made ready to be asked about days. */
type Timetable = { zone: string; intervalsOf: (day: number) => readonly WallInterval[] }

/** What is open in `[fromMs, toMs)`: in order, apart from each other, cut to the range. No calendar is open always. */
export function listOpenSpans(calendar: Calendar | null, fromMs: number, toMs: number): OpenSpan[] {
  if (fromMs >= toMs) return []
  if (calendar === null) return [{ startMs: fromMs, endMs: toMs }]
  return readTimetable(toTimetable(calendar), fromMs, toMs)
}

/** The same a week at a time, for those who stop early: a span that crosses a week's end comes in two. */
export function* walkOpenSpans(calendar: Calendar, fromMs: number, toMs: number): Generator<OpenSpan> {
  const timetable = toTimetable(calendar)
  for (let startMs = fromMs; startMs < toMs; startMs += STRIDE_MS) {
    yield* readTimetable(timetable, startMs, Math.min(startMs + STRIDE_MS, toMs))
  }
}

function toTimetable({ zone, weekly, exceptions }: Calendar): Timetable {
  const special = new Map(exceptions.map(({ date, intervals }) => [date, intervals]))
  const read = (day: number) => special.get(toDate(day)) ?? weekly[toWeekday(day)] ?? []
  return { zone, intervalsOf: (day) => read(day).map(toWallInterval) }
}

function readTimetable(timetable: Timetable, fromMs: number, toMs: number): OpenSpan[] {
  // Zones are up to 14 hours ahead of UTC and 12 behind, and an interval may end a day after it began.
  const first = Math.floor(fromMs / DAY_MS) - 2
  const last = Math.floor(toMs / DAY_MS) + 1
  const spans: OpenSpan[] = []
  for (let day = first; day <= last; day += 1) spans.push(...listStarting(timetable, day))
  return joinSpans(
    spans
      .map(({ startMs, endMs }) => ({ startMs: Math.max(startMs, fromMs), endMs: Math.min(endMs, toMs) }))
      // On the day the clocks are put forward, 02:30 is at 03:30 and 03:15 at 03:15: between them is nothing.
      .filter(({ startMs, endMs }) => startMs < endMs),
  )
}

function listStarting({ zone, intervalsOf }: Timetable, day: number): OpenSpan[] {
  const intervals = intervalsOf(day)
  if (intervals.length === 0 || isSkippedDay(zone, day)) return []
  return intervals
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => ({
      startMs: toInstantMs(zone, day, from),
      endMs: toInstantMs(zone, day, to),
    }))
}

/** A changed clock can make intervals overlap that do not on the wall; what overlaps or touches is one. */
function joinSpans(spans: OpenSpan[]): OpenSpan[] {
  const joined: OpenSpan[] = []
  for (const span of spans.toSorted((left, right) => left.startMs - right.startMs)) {
    const before = joined.at(-1)
    if (before === undefined || before.endMs < span.startMs) joined.push(span)
    else before.endMs = Math.max(before.endMs, span.endMs)
  }
  return joined
}
