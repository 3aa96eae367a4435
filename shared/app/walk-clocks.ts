import type { Clock, RulesReader } from './ports.ts'
import type { DueReader, TimerQueue, WalkMarks } from './timer-ports.ts'

/** Rows of one read: some 60 KB of the index. */
const PAGE_ROWS = 500

export type WalkDeps = {
  rules: Pick<RulesReader, 'current'>
  due: Pick<DueReader, 'clocks'>
  timers: TimerQueue
  walks: WalkMarks
  clock: Clock
  shards: number
}

/**
 * After a change of the rules: a look at every conversation whose clocks run, because what was due tomorrow may be due
 * now. Killed anywhere, the next walk goes on where this one is known to have come. Returns how many it asked for.
 */
export async function walkClocks(deps: WalkDeps): Promise<number> {
  const version = (await deps.rules.current('eventual'))?.version ?? 0
  const known = await deps.walks.read()
  if (known?.version === version && known.shard === deps.shards) return 0
  let asked = 0
  const start = known?.version === version ? known : { shard: 0, after: null }
  for (let { shard, after } = start; shard < deps.shards; shard += 1, after = null) {
    do {
      const now = deps.clock.now()
      const page = await deps.due.clocks(shard, after, PAGE_ROWS)
      const at = now.toISOString()
      await deps.timers.arm(
        page.rows.map(({ conversationId }) => ({ conversationId, at })),
        now,
      )
      asked += page.rows.length
      after = page.next
      if (after !== null) await deps.walks.write({ version, shard, after })
    } while (after !== null)
  }
  await deps.walks.write({ version, shard: deps.shards, after: null })
  return asked
}
