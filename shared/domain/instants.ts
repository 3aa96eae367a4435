/** ISO 8601 UTC with milliseconds compares as text. */
export function laterOf(left: string | null, right: string): string {
  return left !== null && left > right ? left : right
}

export function earlierOf(left: string | null, right: string): string {
  return left !== null && left < right ? left : right
}
