import type { Calendar } from './calendar.ts'
import { listOpenSpans, walkOpenSpans } from './open-spans.ts'

/** Whoever is not open for so long is not coming back. */
const HORIZON_MS = 5 * 366 * 24 * 60 * 60 * 1000

/** `[from, to)`, open or closed throughout. */
export type CalendarPiece = { from: string; to: string; isOpen: boolean }

/** Covers `[from, to)` in order, open and closed in turn. Instants are ISO 8601 UTC with milliseconds, here and below. */
export function splitByCalendar(calendar: Calendar | null, from: string, to: string): CalendarPiece[] {
  const endMs = Date.parse(to)
  let atMs = Date.parse(from)
  const pieces: CalendarPiece[] = []
  for (const span of listOpenSpans(calendar, atMs, endMs)) {
    if (atMs < span.startMs) pieces.push(toPiece(atMs, span.startMs, false))
    pieces.push(toPiece(span.startMs, span.endMs, true))
    atMs = span.endMs
  }
  if (atMs < endMs) pieces.push(toPiece(atMs, endMs, false))
  return pieces
}

/** The open time in `[from, to)`. */
export function toOpenMs(calendar: Calendar | null, from: string, to: string): number {
  return listOpenSpans(calendar, Date.parse(from), Date.parse(to)).reduce(
    (sum, { startMs, endMs }) => sum + endMs - startMs,
    0,
  )
}

/** The earliest instant by which so much open time has passed since `from`; null if that takes more than five years of a calendar. */
export function addOpenMs(calendar: Calendar | null, from: string, openMs: number): string | null {
  if (openMs <= 0) return from
  const fromMs = Date.parse(from)
  if (calendar === null) return toIso(fromMs + openMs)
  let leftMs = openMs
  for (const { startMs, endMs } of walkOpenSpans(calendar, fromMs, fromMs + HORIZON_MS)) {
    if (leftMs <= endMs - startMs) return toIso(startMs + leftMs)
    leftMs -= endMs - startMs
  }
  return null
}

export function isOpenAt(calendar: Calendar | null, at: string): boolean {
  const atMs = Date.parse(at)
  return listOpenSpans(calendar, atMs, atMs + 1).length > 0
}

/** `at` itself while open; null if nothing opens within five years. */
export function findNextOpening(calendar: Calendar | null, at: string): string | null {
  if (calendar === null) return at
  const atMs = Date.parse(at)
  for (const { startMs } of walkOpenSpans(calendar, atMs, atMs + HORIZON_MS)) return toIso(startMs)
  return null
}

function toPiece(fromMs: number, toMs: number, isOpen: boolean): CalendarPiece {
  return { from: toIso(fromMs), to: toIso(toMs), isOpen }
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
