import { REPAIR_AFTER_MS, SWEEP_AHEAD_MS } from '../domain/timer-reach.ts'
import type { DueReader, SweepMarks } from './timer-ports.ts'
import { walkClocks, type WalkDeps } from './walk-clocks.ts'

/** Rows of one read: some 60 KB of the index. */
const PAGE_ROWS = 500
/** What failed before fails again most of the time: a sweep repeats only so many a shard, the oldest first. */
const REPAIRED_ROWS_MAX = 1_000

export type SweepDeps = WalkDeps & { due: DueReader; marks: SweepMarks }

/** Timer messages sent: for instants that come, and again for those that are overdue. `oldest`: the earliest of these. */
export type ShardReport = { armed: number; repaired: number; oldest: string | null }
/** `followed`: conversations asked to look at the rules that were saved since. */
export type SweepReport = ShardReport & { followed: number }

/**
 * Puts every instant between the end of the last sweep and a quarter of an hour from now into the timer queue, and those
 * again that are overdue. Killed anywhere, the next sweep begins where this one is known to have come: some messages are
 * sent twice then, and none is missing.
 */
export async function sweepDue(deps: SweepDeps): Promise<SweepReport> {
  const now = deps.clock.now()
  const marks = new Map(await deps.marks.read())
  const shards = Array.from({ length: deps.shards }, (_, shard) => shard)
  const reports = await Promise.all(shards.map((shard) => sweepShard(deps, { shard, marks, now })))
  await deps.marks.write(marks)
  return {
    armed: reports.reduce((sum, { armed }) => sum + armed, 0),
    repaired: reports.reduce((sum, { repaired }) => sum + repaired, 0),
    oldest: reports.flatMap(({ oldest }) => oldest ?? []).toSorted()[0] ?? null,
    // Last: what is due comes before what may be due.
    followed: await walkClocks(deps),
  }
}

type Sweep = { shard: number; marks: Map<number, string>; now: Date }

async function sweepShard(deps: SweepDeps, sweep: Sweep): Promise<ShardReport> {
  const { shard, marks, now } = sweep
  const swept = marks.get(shard) ?? null
  const armed = await sweepAhead(deps, sweep, swept)
  if (swept === null) return { armed, repaired: 0, oldest: null }
  const late = toInstant(now, -REPAIR_AFTER_MS)
  const to = swept < late ? swept : late
  const { rows } = await deps.due.due(shard, { from: null, to }, null, REPAIRED_ROWS_MAX)
  await deps.timers.arm(rows, now)
  return { armed, repaired: rows.length, oldest: rows[0]?.at ?? null }
}

async function sweepAhead(
  { due, timers, marks: store }: SweepDeps,
  { shard, marks, now }: Sweep,
  swept: string | null,
): Promise<number> {
  const to = toInstant(now, SWEEP_AHEAD_MS)
  let armed = 0
  for (let after: string | null = null; ;) {
    const page = await due.due(shard, { from: swept, to }, after, PAGE_ROWS)
    await timers.arm(page.rows, now)
    armed += page.rows.length
    after = page.next
    if (after === null) break
    // A shard that fills many pages is not begun anew by the next sweep if this one is cut short.
    const last = page.rows.at(-1)
    if (last !== undefined) await store.write(marks.set(shard, last.at))
  }
  if (swept === null || to > swept) marks.set(shard, to)
  return armed
}

function toInstant(now: Date, offsetMs: number): string {
  return new Date(now.getTime() + offsetMs).toISOString()
}
