import { toIsoTime } from '../kit/timestamps.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
const LEGACY = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) \+0000 (\d{4})$/

/** `2026-07-24T21:23:23.000Z` of v2, `Wed Aug 27 13:08:45 +0000 2008` of v1.1, or epoch milliseconds; null for anything else. */
export function toInstant(value: unknown): string | null {
  if (typeof value !== 'string') return toIsoTime(value)
  if (ISO.test(value)) return toIso(value)
  const [, month, day, time, year] = LEGACY.exec(value) ?? []
  return month === undefined ? toIsoTime(value) : toIso(`${day} ${month} ${year} ${time} GMT`)
}

function toIso(text: string): string | null {
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
