/** `Retry-After` in seconds or as a date, which counts from the answer's own `Date`; null where it says nothing usable. */
export function toRetryAfterMs(headers: Readonly<Record<string, string>>): number | null {
  const value = headers['retry-after']?.trim() ?? ''
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000
  return toDelayMs(Date.parse(value), headers)
}

/** From the answer's own `Date` to an instant: the platform's clock against itself, not against ours. */
export function toDelayMs(untilMs: number, headers: Readonly<Record<string, string>>): number | null {
  const delay = untilMs - Date.parse(headers['date'] ?? '')
  return Number.isFinite(delay) && delay > 0 ? delay : null
}
