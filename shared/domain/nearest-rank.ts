/** A percentile by nearest rank, so a value that was really measured; null of none. `sorted`: the smallest first. */
export function nearestRank(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? sorted.at(-1) ?? null
}
