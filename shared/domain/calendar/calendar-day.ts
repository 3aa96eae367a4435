import { WEEKDAYS, type OpenInterval, type Weekday } from './calendar.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DAY_MINUTES = 24 * 60
/** 1970-01-01 was a Thursday, and the list begins with Monday. */
const EPOCH_WEEKDAY = 3

/** In minutes after midnight of the day it starts on; `to` is beyond 1440 where it ends on the next. */
export type WallInterval = { from: number; to: number }

/** Days of a calendar are counted from 1970-01-01. A date that does not exist has none. */
export function toDayNumber(date: string): number | null {
  const day = Date.parse(`${date}T00:00:00.000Z`) / DAY_MS
  // Date.parse reads 2026-02-30 as the second of March.
  return !Number.isNaN(day) && toDate(day) === date ? day : null
}

export function toDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function toWeekday(day: number): Weekday {
  const index = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7
  return WEEKDAYS[index] ?? 'monday'
}

/** From and to being equal, it is empty: all day is 00:00 to 24:00. */
export function toWallInterval({ from, to }: OpenInterval): WallInterval {
  return { from: toMinutes(from), to: toMinutes(to) + (to < from ? DAY_MINUTES : 0) }
}

function toMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
