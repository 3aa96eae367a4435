/** https://docs.x.com/x-api/fundamentals/rate-limits: calls a user in a quarter of an hour and in a day. */
const DAY_MS = 24 * 3_600_000

type Limit = { perQuarter: number; perDay: number | null }

export const LIMITS = {
  dm: { perQuarter: 15, perDay: 1_440 },
  dmLookup: { perQuarter: 15, perDay: null },
  // The page names none for it.
  dmMedia: { perQuarter: 900, perDay: null },
  // https://docs.x.com/x-api/fundamentals/rate-limits
  media: { perQuarter: 1_875, perDay: null },
  post: { perQuarter: 100, perDay: null },
  deletePost: { perQuarter: 50, perDay: null },
  like: { perQuarter: 50, perDay: 1_000 },
  hide: { perQuarter: 50, perDay: null },
  connect: { perQuarter: 450, perDay: null },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

export type RateOutcome = { isAllowed: boolean; headers: Record<string, string> }

export type RateLimiter = {
  /** Counts the call. A refused one does not count. */
  count: (name: LimitName, user: string, nowMs: number, quarterMs: number) => RateOutcome
}

type Window = { startedAt: number; calls: number }

export function createRateLimiter(): RateLimiter {
  const windows = new Map<string, Window>()
  const current = (key: string, lengthMs: number, nowMs: number): Window => {
    const known = windows.get(key)
    if (known !== undefined && nowMs - known.startedAt < lengthMs) return known
    const fresh = { startedAt: nowMs, calls: 0 }
    windows.set(key, fresh)
    return fresh
  }
  return {
    count: (name, user, nowMs, quarterMs) => {
      const { perQuarter, perDay }: Limit = LIMITS[name]
      const quarter = current(`${name} ${user} quarter`, quarterMs, nowMs)
      const day = current(`${name} ${user} day`, DAY_MS, nowMs)
      const isAllowed = quarter.calls < perQuarter && (perDay === null || day.calls < perDay)
      if (isAllowed) {
        quarter.calls += 1
        day.calls += 1
      }
      const headers = toHeaders('x-rate-limit', quarter, perQuarter, quarterMs)
      // Only where a day has a limit of its own.
      if (perDay !== null) Object.assign(headers, toHeaders('x-user-limit-24hour', day, perDay, DAY_MS))
      return { isAllowed, headers }
    },
  }
}

function toHeaders(prefix: string, window: Window, limit: number, lengthMs: number): Record<string, string> {
  return {
    [`${prefix}-limit`]: String(limit),
    [`${prefix}-remaining`]: String(Math.max(0, limit - window.calls)),
    [`${prefix}-reset`]: String(Math.ceil((window.startedAt + lengthMs) / 1_000)),
  }
}
