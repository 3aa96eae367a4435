const FIRST_MS = 1_000
const LONGEST_MS = 5 * 60_000
/** Of what a platform asks for: many who were told the same instant do not come back at the same instant. */
const SPREAD = 0.1
const SPREAD_MS_MAX = 10_000

/** Milliseconds until the next attempt. `afterMs`: as the platform says, never less. `chance` in [0, 1). */
export function toRetryDelayMs(attempt: number, afterMs: number | null, chance: number): number {
  if (afterMs !== null)
    return Math.ceil(afterMs + chance * Math.min(SPREAD_MS_MAX, FIRST_MS + afterMs * SPREAD))
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.ceil((longest * (1 + chance)) / 2)
}
