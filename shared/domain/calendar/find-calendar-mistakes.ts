import { WEEKDAYS, type Calendar, type OpenInterval } from './calendar.ts'
import { toDate, toDayNumber, toWallInterval, toWeekday, type WallInterval } from './calendar-day.ts'
import { isKnownZone } from './local-time.ts'

const DAY_MINUTES = 24 * 60

export type CalendarMistake = {
  path: (string | number)[]
  code:
    | 'unknown_zone'
    | 'empty_interval'
    | 'overlapping_intervals'
    | 'impossible_date'
    | 'duplicate_date'
    | 'never_open'
  message: string
}

/** An interval with its place in the calendar, `on` a weekday or a date. */
type Placed = WallInterval & { path: (string | number)[]; text: string }

/** What a calendar says that its schema cannot refuse. None means that it can be counted with. */
export function findCalendarMistakes(calendar: Calendar): CalendarMistake[] {
  return [
    ...findZoneMistakes(calendar),
    ...findWeeklyMistakes(calendar),
    ...calendar.exceptions.flatMap((_, index) => findExceptionMistakes(calendar, index)),
  ]
}

function findZoneMistakes({ zone }: Calendar): CalendarMistake[] {
  if (isKnownZone(zone)) return []
  const message = `expected a time zone of the IANA database such as Europe/Berlin, got ${zone}. Write its full name`
  return [{ path: ['zone'], code: 'unknown_zone', message }]
}

function findWeeklyMistakes(calendar: Calendar): CalendarMistake[] {
  const days = WEEKDAYS.map((weekday) => placeWeekday(calendar, weekday))
  // Exceptions alone run out one day, and then no clock would ever end.
  if (days.every(({ length }) => length === 0)) {
    const message =
      'expected an interval on at least one weekday, got none. Add one, or use no calendar for 24 × 7'
    return [{ path: ['weekly'], code: 'never_open', message }]
  }
  return days.flatMap((placed, index) => [
    ...findMistakesWithin(placed),
    ...findOverlaps(days.at(index - 1) ?? [], placed, 'morning'),
  ])
}

function findExceptionMistakes(calendar: Calendar, index: number): CalendarMistake[] {
  const { exceptions } = calendar
  const date = exceptions[index]?.date ?? ''
  const path = ['exceptions', index, 'date']
  const placed = placeException(calendar, index)
  const day = toDayNumber(date)
  if (day === null) {
    const message = `expected a date of the calendar, got ${date}. Correct it, or remove the exception`
    return [{ path, code: 'impossible_date', message }, ...findMistakesWithin(placed)]
  }
  const first = findException(calendar, day)
  if (first < index) {
    const message = `expected each date once, got ${date} again after exceptions[${first}]. Make one exception of both`
    return [{ path, code: 'duplicate_date', message }, ...findMistakesWithin(placed)]
  }
  return [
    ...findMistakesWithin(placed),
    ...findOverlaps(placeDay(calendar, day - 1), placed, 'morning'),
    // The overlap of two exceptions is said once, at the later.
    ...(findException(calendar, day + 1) === -1
      ? findOverlaps(placed, placeDay(calendar, day + 1), 'evening')
      : []),
  ]
}

function findMistakesWithin(placed: Placed[]): CalendarMistake[] {
  const mistakes: CalendarMistake[] = placed
    .filter(({ from, to }) => from === to)
    .map(({ path, text }) => ({
      path,
      code: 'empty_interval',
      message: `expected an end other than the start, got ${text}. A whole day is 00:00 to 24:00, a closed one has no interval`,
    }))
  let longest: Placed | null = null
  for (const interval of sortFull(placed)) {
    if (longest !== null && interval.from < longest.to) mistakes.push(toOverlap(interval, longest))
    if (longest === null || interval.to > longest.to) longest = interval
  }
  return mistakes
}

/** What crosses midnight into what is there already. The mistake is shown where it can be mended: at the `blamed` day. */
function findOverlaps(
  evening: Placed[],
  morning: Placed[],
  blamed: 'evening' | 'morning',
): CalendarMistake[] {
  const early = sortFull(morning)
  return sortFull(evening).flatMap((late) =>
    early
      .filter(({ from }) => from < late.to - DAY_MINUTES)
      .map((next) => (blamed === 'morning' ? toOverlap(next, late) : toOverlap(late, next))),
  )
}

function toOverlap({ path, text }: Placed, other: Placed): CalendarMistake {
  const message =
    `expected intervals that do not overlap, got ${text} beside ${other.text}. ` +
    'End the earlier one where the later begins, or make one of both'
  return { path, code: 'overlapping_intervals', message }
}

function sortFull(placed: Placed[]): Placed[] {
  return placed.filter(({ from, to }) => from !== to).toSorted((left, right) => left.from - right.from)
}

function placeDay(calendar: Calendar, day: number): Placed[] {
  const index = findException(calendar, day)
  return index === -1 ? placeWeekday(calendar, toWeekday(day)) : placeException(calendar, index)
}

function findException({ exceptions }: Calendar, day: number): number {
  const text = toDate(day)
  return exceptions.findIndex(({ date }) => date === text)
}

function placeWeekday({ weekly }: Calendar, weekday: (typeof WEEKDAYS)[number]): Placed[] {
  return place(weekly[weekday] ?? [], ['weekly', weekday], weekday)
}

function placeException({ exceptions }: Calendar, index: number): Placed[] {
  const { date = '', intervals = [] } = exceptions[index] ?? {}
  return place(intervals, ['exceptions', index, 'intervals'], date)
}

function place(intervals: OpenInterval[], path: (string | number)[], on: string): Placed[] {
  return intervals.map((interval, index) => ({
    ...toWallInterval(interval),
    path: [...path, index],
    text: `${interval.from} to ${interval.to} on ${on}`,
  }))
}
