/** Below this a platform meant seconds, above it milliseconds (1973 in ms, 5138 in s). */
const SECONDS_MAX = 100_000_000_000
const YEAR_9999_MS = 253_402_300_799_999

/** Epoch seconds or milliseconds, as number or digits in a string, to ISO 8601 UTC; null for anything else. */
export function toIsoTime(value: unknown): string | null {
  if (typeof value === 'string' && !/^\d{1,15}$/.test(value)) return null
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const number = Number(value)
  if (!Number.isFinite(number) || number <= 0) return null
  const milliseconds = Math.floor(number < SECONDS_MAX ? number * 1000 : number)
  return milliseconds > YEAR_9999_MS ? null : new Date(milliseconds).toISOString()
}
