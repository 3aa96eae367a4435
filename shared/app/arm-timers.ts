import type { Conversation } from '../domain/conversation.ts'
import { listDueBy } from '../domain/due.ts'
import { isWithinReach } from '../domain/timer-reach.ts'
import type { Clock } from './ports.ts'
import type { Timer, TimerQueue } from './timer-ports.ts'

export type ArmDeps = { timers: TimerQueue; clock: Clock }

/** A conversation before and after one transaction. */
export type Moved = { before: Conversation | null; after: Conversation }

/**
 * Sends timer messages for instants that may lie where the sweep has been already. Those of clocks come by the event bus,
 * where a deployment chooses channel by channel how they travel.
 */
export async function armTimers({ timers, clock }: ArmDeps, moved: readonly Moved[]): Promise<void> {
  const now = clock.now()
  const near = moved.flatMap((move) => toTimer(move, now))
  if (near.length > 0) await timers.arm(near, now)
}

function toTimer({ before, after }: Moved, now: Date): Timer[] {
  const { id, dueAt } = after
  if (dueAt === null || dueAt === before?.dueAt || !isWithinReach(dueAt, now)) return []
  if (listDueBy(after, dueAt).every(({ kind }) => kind === 'clock')) return []
  return [{ conversationId: id, at: dueAt }]
}
