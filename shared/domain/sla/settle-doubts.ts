import type { Entry } from '../entry.ts'
import { findMoving } from './choose-policy.ts'
import type { ClockInput } from './clock-input.ts'
import type { Move } from './clock-moves.ts'
import { lookBack } from './look-back.ts'

/**
 * A reply in doubt counts until its time is up, whoever comes by first after that: the timer, or the next fact. It is
 * judged as things stood before the transaction.
 */
export function settleDoubts(move: Move, input: ClockInput, now: string): Move {
  const { before, rules, channel } = input
  const over = move.clocks.doubts.filter(({ until }) => until <= now)
  const at = over
    .map(({ until }) => until)
    .toSorted()
    .at(-1)
  if (before === null || at === undefined) return move
  const doubts = move.clocks.doubts.filter((doubt) => !over.includes(doubt))
  const moving = findMoving({ channel, rules: { ...rules, current: rules.previous } }, before)
  return lookBack(
    { ...move, clocks: { ...move.clocks, doubts } },
    { log: toLogBefore(input), telling: [], conversation: before, moving, at, reason: 'unknown' },
  )
}

function toLogBefore({ log, moves }: ClockInput): Entry[] {
  const written = new Map(moves.map(({ before, after }) => [after.seq, before]))
  return log.flatMap((entry) => (written.has(entry.seq) ? (written.get(entry.seq) ?? []) : entry))
}
