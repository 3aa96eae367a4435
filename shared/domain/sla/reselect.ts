import { cancelClock, type Move, type MoveContext, rescheduleClock } from './clock-moves.ts'
import { listOpenClocks } from './clocks.ts'
import { startWaiting } from './apply-fact.ts'

export type Reselection = {
  /** By which the clocks run so far; null: no policy fitted. */
  before: MoveContext | null
  after: MoveContext | null
  version: number
  at: string
}

/** Chooses again: clocks keep their start and go on by the new policy, those without a target end, a wait without a clock gets one. */
export function reselect(move: Move, { before, after, version, at }: Reselection): Move {
  const policy = after && { id: after.selected.policy.id, calendarId: after.selected.calendar?.id ?? null }
  const chosen: Move = { ...move, clocks: { ...move.clocks, rules: version, policy } }
  const kept = listOpenClocks(move.clocks).reduce((moved, clock) => {
    if (after?.selected.policy.targets[clock.metric] === undefined) {
      return cancelClock(moved, clock, at, 'policy', before)
    }
    return rescheduleClock(moved, clock, at, { before: before ?? after, after })
  }, chosen)
  return after === null ? kept : startWaiting(kept, after)
}
