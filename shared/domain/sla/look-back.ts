import type { Entry } from '../entry.ts'
import { parseEntryId } from '../ids.ts'
import { type AnnouncedClock, lastSaying, listAnnounced } from './announced-clocks.ts'
import { counts, startWaiting, withWaiting } from './apply-fact.ts'
import {
  announce,
  cancelClock,
  findResponse,
  type Move,
  type MoveContext,
  put,
  stopClock,
} from './clock-moves.ts'
import { type Clock, isResponse } from './clocks.ts'
import { type AnswerSpan, walkAnswers } from './walk-answers.ts'

export type LookBack = {
  /** The session from its first entry, as it is after the transaction. */
  log: readonly Entry[]
  moving: MoveContext
  at: string
  reason: 'failed' | 'unknown' | 'replaced'
}

/**
 * Judges the session's answers again, because something said earlier turned out otherwise: a reply failed, or was sent
 * after all, or its question was taken back. Clocks become what they would be without it; what was announced and is no
 * longer so is revoked or cancelled. A breach that was dated stays.
 */
export function lookBack(move: Move, { log, moving, at, reason }: LookBack): Move {
  const announced = listAnnounced(log).filter(isResponse)
  const { spans, waiting } = walkAnswers(log, {
    countsReply: ({ actor }) => counts(actor.kind, { moving }),
    doubted: listDoubted(
      log,
      move.clocks.doubts.map(({ seq }) => seq),
    ),
  })
  const judged = announced.reduce(
    (moved, clock) => judge(moved, clock, spans, { log, moving, at, reason }),
    move,
  )
  return startWaiting(withWaiting(judged, waiting), moving)
}

function judge(move: Move, announced: AnnouncedClock, spans: readonly AnswerSpan[], back: LookBack): Move {
  const { moving, at, reason } = back
  const span = spans.find(({ wait, metric }) => wait.seq === announced.seq && metric === announced.metric)
  const stop = lastSaying(announced, 'sla.fulfilled', 'sla.fulfilment_revoked')
  const open = findOpen(move, announced)
  if (lastSaying(announced, 'sla.cancelled') !== undefined) return move
  if (span === undefined) return withdraw(move, open ?? toClock(announced), back)
  if (stop?.type === 'sla.fulfilled') {
    const bySeq = parseEntryId(stop.byEntryId ?? '')?.seq
    if (span.stop?.kind === 'answered' && span.stop.seq === bySeq) return move
    const again = toClock(announced)
    return settle(put(move, again, 'sla.fulfilment_revoked', { bySeq, reason }), again, span, back)
  }
  return open === null ? move : settle(move, open, span, { moving, at, reason, log: back.log })
}

/** Nobody waits with it any more: its question was taken back, or an earlier one turned out to be unanswered. */
function withdraw(move: Move, clock: Clock, { at, reason }: LookBack): Move {
  const known = findResponse(move.clocks)?.instance === clock.instance ? move : put(move, clock, null)
  return cancelClock(known, clock, at, reason === 'replaced' ? 'withdrawn' : 'merged', null)
}

function settle(move: Move, clock: Clock, { stop }: AnswerSpan, { moving, at }: LookBack): Move {
  if (stop?.kind === 'answered') return stopClock(move, clock, { at: stop.at, entrySeq: stop.seq }, moving)
  if (stop?.kind === 'closed') return cancelClock(move, clock, stop.at, 'closed', moving)
  return announce(move, clock, { upTo: at, isReached: true }, moving)
}

function findOpen({ clocks }: Move, { metric, instance }: AnnouncedClock): Clock | null {
  const open = findResponse(clocks)
  return open?.metric === metric && open.instance === instance ? open : null
}

/** The clock as if no reply had ever stopped it. */
function toClock(announced: AnnouncedClock): Clock {
  const { metric, instance, seq, sayings } = announced
  const { startedAt } = sayings[0]
  const breachedAt = lastSaying(announced, 'sla.breached')?.breachedAt ?? null
  return {
    metric,
    instance,
    seq,
    startedAt,
    delayMs: 0,
    usedMs: 0,
    since: startedAt,
    dueAt: breachedAt ?? sayings.findLast(({ dueAt }) => dueAt !== null)?.dueAt ?? null,
    dueBy: 'target',
    warnAt: null,
    warned: sayings.flatMap(({ type, threshold }) => (type === 'sla.warning' ? [threshold ?? ''] : [])),
    breachedAt,
    stoppedAt: null,
  }
}

/** Replies whose time to be settled is up: told before, and not those that still have theirs. */
function listDoubted(log: readonly Entry[], pending: readonly number[]): ReadonlySet<number> {
  const unsettled = log.filter((entry) => entry.kind === 'message' && entry.status === 'unknown')
  return new Set(unsettled.map(({ seq }) => seq).filter((seq) => !pending.includes(seq)))
}
