import fc from 'fast-check'
import { Calendar, WEEKDAYS, type OpenInterval } from '../../../../shared/domain/calendar/calendar.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function hours(text: string): OpenInterval[] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => ({ from: part.slice(0, 5), to: part.slice(6) }))
}

/** `weekly` and `exceptions` as text: `09:00-12:00 13:00-17:00`. */
export function calendarOf(
  zone: string,
  weekly: Record<string, string>,
  exceptions: Record<string, string> = {},
): Calendar {
  return Calendar.parse({
    id: 'team',
    zone,
    weekly: Object.fromEntries(Object.entries(weekly).map(([day, text]) => [day, hours(text)])),
    exceptions: Object.entries(exceptions).map(([date, text]) => ({ date, intervals: hours(text) })),
  })
}

export function workdays(text: string): Record<string, string> {
  return Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, text]))
}

export function everyDay(text: string): Record<string, string> {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, text]))
}

/** A zone, and an instant near which its clocks are changed, if ever. */
export const PLACES = [
  ['UTC', '2026-06-15T00:00:00.000Z'],
  ['Pacific/Pago_Pago', '2026-06-15T11:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-06-15T10:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25T01:00:00.000Z'],
  ['America/New_York', '2026-03-08T07:00:00.000Z'],
  ['America/New_York', '2026-11-01T06:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ['Asia/Kathmandu', '2026-03-29T01:00:00.000Z'],
  // At midnight, and back into the day before.
  ['America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00.000Z'],
  ['America/St_Johns', '2010-11-07T02:31:00.000Z'],
  // The last hour of a day is left out; a whole day is.
  ['America/Nuuk', '2024-03-31T01:00:00.000Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00.000Z'],
] as const

// Half of all times lie where clocks are changed.
const minute = fc.oneof(
  fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15),
  fc.integer({ min: 0, max: 287 }).map((part) => part * 5),
)
const interval = fc
  .tuple(minute, fc.oneof(minute, fc.constant(24 * 60)))
  .map(([from, to]) => ({ from: toTime(from), to: toTime(to) }))
const day = fc.array(interval, { maxLength: 3 })

const place = fc.constantFrom(...PLACES)

/** Any calendar, overlaps and empty intervals too, with a few instants of the weeks around a change, in order. */
export const scenes = (instants: number, spreadDays = 6) =>
  fc
    .tuple(
      place,
      fc.tuple(day, day, day, day, day, day, day),
      fc.dictionary(fc.integer({ min: -4, max: 4 }).map(String), day, { maxKeys: 3 }),
      fc.array(fc.integer({ min: -spreadDays * DAY_MS, max: spreadDays * DAY_MS }), {
        minLength: instants,
        maxLength: instants,
      }),
    )
    .map(([[zone, near], week, exceptions, offsets]) => ({
      calendar: Calendar.parse({
        id: 'any',
        zone,
        weekly: Object.fromEntries(WEEKDAYS.map((weekday, index) => [weekday, week[index]])),
        exceptions: Object.entries(exceptions).map(([days, intervals]) => ({
          date: shift(near, Number(days) * DAY_MS).slice(0, 10),
          intervals,
        })),
      }),
      instants: offsets.toSorted((left, right) => left - right).map((offset) => shift(near, offset)),
    }))

export function shift(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString()
}

function toTime(minutes: number): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}
