import { WEEKDAYS, type Calendar } from '../../../../shared/domain/calendar/calendar.ts'

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60
const MARGIN_MS = 4 * DAY_MINUTES * MINUTE_MS

/**
 * The open time of a range, found by looking at a wall clock each minute: slow, with nothing of the zone but what
 * `Intl.DateTimeFormat` shows.
 */
export function countOpenMs(calendar: Calendar, from: string, to: string): number {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  let sum = 0
  for (const minute of listOpenMinutes(calendar, fromMs, toMs)) {
    sum += Math.max(0, Math.min(minute + MINUTE_MS, toMs) - Math.max(minute, fromMs))
  }
  return sum
}

function listOpenMinutes(calendar: Calendar, fromMs: number, toMs: number): Set<number> {
  const clock = watchClock(calendar.zone, fromMs - MARGIN_MS, toMs + MARGIN_MS)
  const open = new Set<number>()
  for (const date of new Set(clock.map(({ wall }) => Math.floor(wall / DAY_MINUTES)))) {
    for (const { from, to } of intervalsOn(calendar, date)) {
      const start = date * DAY_MINUTES + toMinutes(from)
      const end = date * DAY_MINUTES + toMinutes(to) + (to < from ? DAY_MINUTES : 0)
      if (start === end) continue
      const [opens, closes] = [findInstant(clock, start), findInstant(clock, end)]
      if (opens === null || closes === null) continue
      for (let at = opens; at < closes; at += MINUTE_MS) open.add(at)
    }
  }
  return open
}

type Tick = { at: number; wall: number }

/** What the wall shows, as minutes since 1970-01-01 00:00 of the wall, each minute. */
function watchClock(zone: string, fromMs: number, toMs: number): Tick[] {
  const format = formatOf(zone)
  const ticks: Tick[] = []
  for (let at = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS; at < toMs; at += MINUTE_MS) {
    ticks.push({ at, wall: readWall(zone, format, at) })
  }
  return ticks
}

/** The first minute at which the wall shows it; for what it never shows, so much later as the jump is long. */
function findInstant(clock: Tick[], wall: number): number | null {
  const shown = clock.find((tick) => tick.wall === wall)
  if (shown !== undefined) return shown.at
  const after = clock.findIndex(
    (tick, index) => tick.wall > wall && (clock[index - 1]?.wall ?? tick.wall) < wall,
  )
  const [left, right] = [clock[after - 1], clock[after]]
  if (left === undefined || right === undefined) return null
  return clock.find((tick) => tick.wall === wall + right.wall - left.wall - 1)?.at ?? null
}

function intervalsOn({ weekly, exceptions }: Calendar, date: number) {
  const text = new Date(date * DAY_MINUTES * MINUTE_MS).toISOString().slice(0, 10)
  const weekday = WEEKDAYS[(new Date(date * DAY_MINUTES * MINUTE_MS).getUTCDay() + 6) % 7] ?? 'monday'
  return exceptions.find((exception) => exception.date === text)?.intervals ?? weekly[weekday] ?? []
}

function toMinutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return hour * 60 + minute
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()
const WALLS = new Map<string, number>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  FORMATS.set(zone, format)
  return format
}

function readWall(zone: string, format: Intl.DateTimeFormat, at: number): number {
  const key = `${zone} ${at}`
  const known = WALLS.get(key)
  if (known !== undefined) return known
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = (format.format(at).match(/\d+/g) ?? []).map(
    Number,
  )
  const wall = Date.UTC(year, month - 1, day, hour, minute) / MINUTE_MS
  WALLS.set(key, wall)
  return wall
}
