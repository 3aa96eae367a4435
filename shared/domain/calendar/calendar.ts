import * as z from 'zod'

const FROM = /^(?:[01]\d|2[0-3]):[0-5]\d$/
const TO = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** In the order of ISO 8601. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

export const Weekday = z.enum(WEEKDAYS)
export type Weekday = z.infer<typeof Weekday>

/** `[from, to)` in the zone's wall time. A `to` before `from` is on the next day. */
export const OpenInterval = z.strictObject({
  from: z.string().regex(FROM, { error: 'expected HH:MM, 00:00 to 23:59' }),
  to: z.string().regex(TO, { error: 'expected HH:MM, 00:00 to 24:00' }),
})
export type OpenInterval = z.infer<typeof OpenInterval>

const DayIntervals = z.array(OpenInterval).max(10)

/**
 * The intervals that start on this date, in place of its weekday's; none is a closed day. What began the evening before
 * and crosses midnight belongs to that evening and is not cut: a holiday closes the day, it does not send a night shift home.
 */
export const CalendarException = z.strictObject({
  date: z.string().regex(DATE, { error: 'expected YYYY-MM-DD' }),
  intervals: DayIntervals,
  name: z.string().trim().min(1).max(100).optional(),
})
export type CalendarException = z.infer<typeof CalendarException>

/** When a team is open. What the schema cannot see is found by `findCalendarMistakes`. */
export const Calendar = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
    error: 'expected 1 to 40 of a-z, 0-9, _ and -, beginning with a letter',
  }),
  zone: z.string().min(1).max(64),
  weekly: z.partialRecord(Weekday, DayIntervals),
  exceptions: z.array(CalendarException).max(400).default([]),
})
export type Calendar = z.infer<typeof Calendar>
