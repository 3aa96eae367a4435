/** How far the platform's clock may be behind ours, and room for times in whole seconds. */
const SKEW_MS = 5_000

/** Nothing that the platform has from before this can come from the attempt. */
export function toLookUpSinceMs(attemptedAt: string): number {
  return Date.parse(attemptedAt) - SKEW_MS
}

/**
 * Whether a page, newest first, ends before it reaches the attempt: what is not on it may lie behind it. `hasMore`: the
 * platform says that the list goes on.
 */
export function endsTooEarly(
  page: { timesMs: readonly number[]; hasMore: boolean },
  sinceMs: number,
): boolean {
  const oldest = page.timesMs.at(-1)
  return page.hasMore && (oldest === undefined || !(oldest < sinceMs))
}

/** Platforms trim texts, and may compose their signs otherwise. */
export function isSameText(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && toPlain(left) === toPlain(right)
}

function toPlain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}
