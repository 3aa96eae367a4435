import { median } from './statistics.ts'

const WARM_UP_ROUNDS = 3
const ROUNDS = 15
/** Long enough that the clock's step of a microsecond and one collection of garbage do not show. */
const ROUND_MS = 40

/**
 * Microseconds of CPU that one call takes, garbage collection included: the median of many rounds. Subjects take turns, so
 * that a slow minute of the machine is slow for all of them.
 */
export function measureCpuMicroseconds<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
): Record<Name, number> {
  const names = Object.keys(subjects) as Name[]
  const rounds = new Map(names.map((name) => [name, { calls: 1, costs: [] as number[] }]))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const name of names) {
      const state = rounds.get(name)
      if (state === undefined) continue
      const cost = measureRound(subjects[name], state.calls)
      state.calls = Math.max(1, Math.round((ROUND_MS * 1000) / cost))
      if (round >= WARM_UP_ROUNDS) state.costs.push(cost)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rounds.get(name)?.costs ?? [])])) as Record<
    Name,
    number
  >
}

function measureRound(subject: () => unknown, calls: number): number {
  let kept: unknown
  const before = process.cpuUsage()
  for (let call = 0; call < calls; call++) kept = subject()
  const { user, system } = process.cpuUsage(before)
  if (kept === measureRound) throw new Error('never: the result is looked at so that no call can be left out')
  return Math.max(user + system, 1) / calls
}
