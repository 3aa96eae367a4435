import { Temporal } from 'temporal-polyfill'
import { toDate } from './calendar-day.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
const DAY_MS = DAY_MINUTES * MINUTE_MS

/**
 * The starts of days, by zone. Asking the zone costs some 20 µs, and clocks ask about the same few weeks; its rules stay
 * as they are while a process lives.
 */
const STARTS = new Map<string, Map<number, number>>()
const ZONES_MAX = 50
const DAYS_MAX = 4_000

/** Offsets such as +02:00, which Intl takes, are no zones: they know no summer. */
export function isKnownZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Samoa went from 2011-12-29 to 2011-12-31. */
export function isSkippedDay(zone: string, day: number): boolean {
  return toStartMs(zone, day + 1) === toStartMs(zone, day)
}

/**
 * The instant at which a zone's clocks show a time, `minutes` after midnight of a day, or beyond it. A time that exists
 * twice is its first; one that does not exist is as much later as the clocks were put forward.
 */
export function toInstantMs(zone: string, day: number, minutes: number): number {
  const date = day + Math.floor(minutes / DAY_MINUTES)
  const minuteOfDay = minutes % DAY_MINUTES
  const startMs = toStartMs(zone, date)
  // A day of 24 hours is one on which no clock was changed.
  if (toStartMs(zone, date + 1) - startMs === DAY_MS) return startMs + minuteOfDay * MINUTE_MS
  return Temporal.PlainDate.from(toDate(date))
    .toPlainDateTime({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 })
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

function toStartMs(zone: string, day: number): number {
  const known = STARTS.get(zone)?.get(day)
  if (known !== undefined) return known
  const startMs = Temporal.PlainDate.from(toDate(day)).toZonedDateTime(zone).epochMilliseconds
  keepStart(zone, day, startMs)
  return startMs
}

function keepStart(zone: string, day: number, startMs: number): void {
  const starts = STARTS.get(zone) ?? new Map<number, number>()
  if (starts.size >= DAYS_MAX) starts.clear()
  if (STARTS.size >= ZONES_MAX && !STARTS.has(zone)) STARTS.clear()
  STARTS.set(zone, starts.set(day, startMs))
}
