import type { Conversation } from '../conversation.ts'
import { startResolution, startWaiting } from './apply-fact.ts'
import { announce, cancelClock, type Move, type MoveContext, rescheduleClock } from './clock-moves.ts'
import { listOpenClocks } from './clocks.ts'

export type Reselection = {
  /** By which the clocks run so far; null: no policy fitted. */
  before: MoveContext | null
  after: MoveContext | null
  version: number
  conversation: Conversation
  at: string
}

/**
 * Chooses again: clocks keep their start and go on by the new policy, those without a target end, a wait without a clock
 * gets one. A resolution that nobody measured counts from now: its pauses until then are not known.
 */
export function reselect(move: Move, { before, after, version, conversation, at }: Reselection): Move {
  const targets = after?.selected.policy.targets ?? {}
  const told = listOpenClocks(move.clocks).reduce(
    (moved, clock) =>
      before === null ? moved : announce(moved, clock, { upTo: at, isReached: true }, before),
    move,
  )
  const ended = listOpenClocks(told.clocks)
    .filter(({ metric }) => targets[metric] === undefined)
    .reduce((moved, clock) => cancelClock(moved, clock, at, 'policy', null), told)
  const policy = after && { id: after.selected.policy.id, calendarId: after.selected.calendar?.id ?? null }
  const chosen: Move = { ...ended, clocks: { ...ended.clocks, rules: version, policy } }
  if (after === null) return chosen
  const kept = listOpenClocks(chosen.clocks).reduce(
    (moved, clock) => rescheduleClock(moved, clock, at, { before: before ?? after, after }),
    chosen,
  )
  const { seq } = kept.clocks.session
  return startResolution(startWaiting(kept, after, at), conversation, { seq, at, delayMs: 0 }, after)
}
