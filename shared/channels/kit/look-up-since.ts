/** How far the platform's clock may be behind ours, and room for times in whole seconds. */
const SKEW_MS = 5_000

/** Nothing that the platform has from before this can come from the attempt. */
export function toLookUpSinceMs(attemptedAt: string): number {
  return Date.parse(attemptedAt) - SKEW_MS
}
