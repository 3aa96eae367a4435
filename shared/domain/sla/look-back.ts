import { type Conversation, SPAM_TAG } from '../conversation.ts'
import type { Entry } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { parseEntryId } from '../ids.ts'
import { type AnnouncedClock, lastSaying, listAnnounced } from './announced-clocks.ts'
import type { StepSettings } from './answer-steps.ts'
import { counts, startWaiting, withWaiting } from './apply-fact.ts'
import { waitsForAnswer } from './clock-facts.ts'
import {
  announce,
  cancelClock,
  findClock,
  findResponse,
  type Move,
  type MoveContext,
  put,
  startClock,
  stopClock,
} from './clock-moves.ts'
import { type Clock, type Clocks, isResponse } from './clocks.ts'
import { findWarning, withDueTime } from './due-time.ts'
import { type AnswerSpan, walkAnswers } from './walk-answers.ts'

export type LookBack = {
  /** The session from its first entry, as it is after the transaction. */
  log: readonly Entry[]
  /** What the transaction adds to it. */
  telling: readonly EventPart[]
  conversation: Conversation
  /** null: no policy fits. Who waits is judged again all the same. */
  moving: MoveContext | null
  at: string
  reason: 'failed' | 'unknown' | 'replaced'
}

/**
 * Judges the session's answers again, because something said earlier turned out otherwise: a reply failed, or was sent
 * after all, or its question was taken back. Clocks become what they would be without it; what was announced and is no
 * longer so is revoked or cancelled. A breach that was dated stays.
 */
export function lookBack(move: Move, back: LookBack): Move {
  const announced = listAnnounced(back.log, back.telling).filter(isResponse)
  const open = findResponse(move.clocks)
  // Begun by new words for a message of a session before: what the log cannot explain stays as it is.
  if (open !== null && !announced.some(({ seq }) => seq === open.seq)) return move
  const { spans, waiting } = walkAnswers(back.log, toSettings(move.clocks, announced, back))
  const { moving } = back
  if (moving === null) return withWaiting(move, waiting)
  const judged = announced.reduce((moved, clock) => judge(moved, clock, spans, { ...back, moving }), move)
  const told = spans
    .filter((span) => isUntold(span, announced))
    .reduce((moved, span) => tellAnswered(moved, span, { ...back, moving }), judged)
  return startWaiting(withWaiting(told, waiting), moving)
}

/** A question that seemed to wait, and to be answered, with an earlier one, or whose clock ended while its answer seemed to have failed. */
function isUntold({ metric, wait, stop }: AnswerSpan, announced: readonly AnnouncedClock[]): boolean {
  if (stop?.kind !== 'answered') return false
  const isKnown = announced.some(
    (clock) =>
      isOf(clock, wait) && clock.metric === metric && lastSaying(clock, 'sla.cancelled') === undefined,
  )
  const isCovered = announced.some(
    (clock) => clock.seq <= wait.seq && listAnswers(clock).some((seq) => seq > wait.seq),
  )
  return !isKnown && isCovered
}

function isOf({ seq, sayings }: AnnouncedClock, wait: AnswerSpan['wait']): boolean {
  return seq === wait.seq && sayings[0].startedAt === wait.at
}

function listAnswers({ sayings }: AnnouncedClock): number[] {
  return sayings.flatMap(({ byEntryId = '' }) => parseEntryId(byEntryId)?.seq ?? [])
}

function tellAnswered(move: Move, span: AnswerSpan, back: Judging): Move {
  if (span.stop?.kind !== 'answered') return move
  const started = startClock(move, span.metric, span.wait, back.moving)
  const clock = started.clocks.clocks.at(-1)
  return clock === undefined || started === move ? move : settle(started, clock, span, back)
}

type Judging = LookBack & { moving: MoveContext }

function judge(move: Move, announced: AnnouncedClock, spans: readonly AnswerSpan[], back: Judging): Move {
  const { moving, reason } = back
  if (lastSaying(announced, 'sla.cancelled') !== undefined) return move
  const span = spans.find(({ wait, metric }) => isOf(announced, wait) && metric === announced.metric)
  const stop = lastSaying(announced, 'sla.fulfilled', 'sla.fulfilment_revoked')
  if (stop?.type === 'sla.fulfilled') {
    const bySeq = parseEntryId(stop.byEntryId ?? '')?.seq
    if (span?.stop?.kind === 'answered' && span.stop.seq === bySeq) return move
    const again = toClock(announced, move.clocks, moving)
    const revoked = put(move, again, 'sla.fulfilment_revoked', { bySeq, reason })
    return settle(revoked, again, span, back)
  }
  const open = findOpen(move, announced)
  return open === null ? move : settle(move, open, span, back)
}

/** `span` undefined: nobody waits with it any more, because an earlier question turned out to be unanswered. */
function settle(move: Move, clock: Clock, span: AnswerSpan | undefined, { moving, at }: Judging): Move {
  const told = announce(move, clock, { upTo: span?.stop?.at ?? at, isReached: false }, moving)
  const current = findClock(told.clocks, clock)
  if (span === undefined) return cancelClock(told, current, at, 'merged', moving)
  if (span.stop === null) {
    const due = announce(told, current, { upTo: at, isReached: true }, moving)
    // The policy of by now would have ended the wait.
    const isMeasured = moving.selected.policy.targets[clock.metric] !== undefined
    return isMeasured ? due : cancelClock(due, findClock(due.clocks, clock), at, 'policy', moving)
  }
  const { stop } = span
  return stop.kind === 'answered'
    ? stopClock(told, current, { at: stop.at, entrySeq: stop.seq }, moving)
    : cancelClock(told, current, stop.at, stop.kind, moving)
}

function findOpen({ clocks }: Move, { metric, instance }: AnnouncedClock): Clock | null {
  return clocks.clocks.find((each) => each.metric === metric && each.instance === instance) ?? null
}

/** The clock as if no reply had ever stopped it. */
function toClock(announced: AnnouncedClock, { rules, policy }: Clocks, moving: MoveContext): Clock {
  const { metric, instance, seq, sayings } = announced
  const { startedAt } = sayings[0]
  const breach = lastSaying(announced, 'sla.breached')
  const clock: Clock = {
    metric,
    instance,
    seq,
    startedAt,
    delayMs: 0,
    usedMs: 0,
    since: startedAt,
    dueAt: breach?.breachedAt ?? sayings.findLast(({ dueAt }) => dueAt !== null)?.dueAt ?? null,
    dueBy: 'target',
    warnAt: null,
    warned: sayings.flatMap(({ type, threshold }) => (type === 'sla.warning' ? [threshold ?? ''] : [])),
    breachedAt: breach?.breachedAt ?? null,
    pausedAt: null,
    stoppedAt: null,
  }
  if (breach !== undefined) return clock
  // Where policy and rules are those that it started by, its window is the one that the customer has opened since.
  const isSame = sayings.every(
    ({ type, at, policyId, policyVersion }) =>
      policyId === policy?.id && policyVersion === rules && (type !== 'sla.rescheduled' || at === undefined),
  )
  if (isSame) return withDueTime(clock, { ...moving, notBefore: startedAt })
  return { ...clock, warnAt: findWarning(clock, moving)?.at ?? null }
}

function toSettings(
  { doubts, comments, session }: Clocks,
  announced: readonly AnnouncedClock[],
  { log, conversation, moving }: LookBack,
): StepSettings {
  // What has counted goes on counting, whatever the policy says by now.
  const counted = new Set(announced.flatMap(listAnswers))
  const isPublic = conversation.visibility === 'public' && moving !== null
  const inLog = log.filter(
    (entry) => entry.kind === 'message' && entry.direction === 'inbound' && waitsForAnswer(entry),
  )
  const max = isPublic ? moving.selected.policy.commentsMax : Infinity
  return {
    countsReply: ({ seq, actor }) => counted.has(seq) || counts(actor.kind, { moving }),
    countsReactions: moving?.selected.policy.countsReactions === true,
    pendingDoubts: new Set(doubts.map(({ seq }) => seq)),
    commentsLeft: max - Math.max(0, comments - inLog.length),
    isSpam: conversation.tags.includes(SPAM_TAG),
    isCut: (log[0]?.seq ?? 0) > session.seq,
  }
}
