import { toOpenMs } from '../calendar/open-time.ts'
import { laterOf } from '../instants.ts'
import { type Clock, type Clocks, isResponse, toClockState, type Wait } from './clocks.ts'
import { type DueContext, findWarning, withDueTime } from './due-time.ts'
import type { ClockEventType } from './clock-events.ts'
import type { Metric } from './metric.ts'
import type { Selected } from './select-policy.ts'

/** What became of a clock: an event of it, and the clock afterwards. */
export type Happening = {
  type: ClockEventType
  clock: Clock
  /** By what it was measured then. */
  by: Pick<Clocks, 'rules' | 'policy'>
  data: Readonly<Record<string, unknown>>
}

/** Clocks on their way through a fact, with all that happened to them. */
export type Move = { clocks: Clocks; happened: readonly Happening[] }

/** `selected` chooses due times; a move of a clock cannot happen without one. */
export type MoveContext = Omit<DueContext, 'notBefore'>

/**
 * Starts a clock where the policy has a target for it. One that is due at its start is breached at once; where the
 * policy was chosen later, it is due then at the earliest.
 */
export function startClock(
  move: Move,
  metric: Metric,
  { seq, at, delayMs }: Wait,
  context: MoveContext,
  chosenAt = at,
): Move {
  if (context.selected.policy.targets[metric] === undefined) return move
  const instance = move.clocks.counts[metric] + 1
  const clock = withDueTime(
    { ...createClock(metric, instance), seq, startedAt: at, delayMs, since: at },
    { ...context, notBefore: laterOf(chosenAt, at) },
  )
  const started = put(move, clock, 'sla.started')
  const counts = { ...started.clocks.counts, [metric]: instance }
  const moved = { ...started, clocks: { ...started.clocks, counts } }
  return announce(moved, clock, { upTo: laterOf(chosenAt, at), isReached: true }, context)
}

export function pauseClock(move: Move, clock: Clock, from: string, why: string, context: MoveContext): Move {
  if (clock.since === null || clock.stoppedAt !== null) return move
  const at = laterOf(clock.since, from)
  const told = announce(move, clock, { upTo: at, isReached: true }, context)
  const current = findClock(told.clocks, clock)
  const usedMs = toUsedMs(current, at, context.selected)
  const dueAt = current.breachedAt === null ? null : current.dueAt
  const paused = { ...current, usedMs, since: null, dueAt, warnAt: null, pausedAt: at }
  return put(told, paused, 'sla.paused', { why, at })
}

/** `why`: what ended the pause. */
export function resumeClock(move: Move, clock: Clock, from: string, why: string, context: MoveContext): Move {
  if (clock.since !== null) return move
  // What was redriven says an early time; the clock has counted its own up to where it paused or stopped.
  const at = laterOf(clock.stoppedAt ?? clock.pausedAt, from)
  const running = { ...clock, since: at, pausedAt: null, stoppedAt: null }
  const due = clock.breachedAt === null ? withDueTime(running, { ...context, notBefore: at }) : running
  return put(move, due, 'sla.resumed', { why, at })
}

/** A reply or the closing ends it. What it should have been told before is told first, however late. */
export function stopClock(
  move: Move,
  clock: Clock,
  stop: { at: string; entrySeq: number },
  context: MoveContext,
): Move {
  const at = laterOf(isResponse(clock) ? clock.startedAt : (clock.since ?? clock.pausedAt), stop.at)
  const told = announce(move, clock, { upTo: at, isReached: false }, context)
  const current = findClock(told.clocks, clock)
  const elapsedWallMs = Date.parse(at) - Date.parse(clock.startedAt)
  // Older than a change of hours, it leaves less than was counted up to that.
  const usedMs = Math.min(elapsedWallMs, toUsedMs(current, at, context.selected))
  const stopped = { ...current, usedMs, since: null, warnAt: null, pausedAt: null, stoppedAt: at }
  const isMet = toClockState(stopped) === 'met'
  const data = {
    stoppedAt: at,
    bySeq: stop.entrySeq,
    withinTarget: isMet,
    elapsedOpenMs: usedMs,
    elapsedWallMs,
  }
  const { metric, dueAt } = stopped
  const moved = put(told, stopped, 'sla.fulfilled', data)
  const last = { metric, state: isMet ? ('met' as const) : ('breached' as const), dueAt }
  return { ...moved, clocks: { ...withoutAnswered(moved.clocks), last } }
}

/** Nobody is owed anything any more. */
export function cancelClock(
  move: Move,
  clock: Clock,
  at: string,
  reason: string,
  context: MoveContext | null,
): Move {
  const told = context && announce(move, clock, { upTo: at, isReached: false }, context)
  const current = findClock((told ?? move).clocks, clock)
  const moved = put(told ?? move, current, 'sla.cancelled', { reason, at })
  return { ...moved, clocks: withoutClock(moved.clocks, current) }
}

/** Another policy, target or calendar: time used up stays used up, the rest runs by the new ones. What was due before was told. */
export function rescheduleClock(
  move: Move,
  clock: Clock,
  at: string,
  { before, after }: { before: MoveContext; after: MoveContext },
): Move {
  if (clock.breachedAt !== null || clock.since === null) return move
  const from = laterOf(clock.since, at)
  const rolled = { ...clock, usedMs: toUsedMs(clock, from, before.selected), since: from }
  const due = withDueTime(rolled, { ...after, notBefore: from })
  // Other hours are told even where they end the same: whoever adds up the time must know when they changed.
  const isSame = due.dueAt === clock.dueAt && areSameHours(before.selected, after.selected)
  const moved = put(move, due, isSame ? null : 'sla.rescheduled', { previousDueAt: clock.dueAt, at })
  return announce(moved, due, { upTo: at, isReached: true }, after)
}

/** The window moved: the customer wrote again. One that closed on them before stays missed. */
export function extendWindow(move: Move, clock: Clock, at: string, context: MoveContext): Move {
  if (clock.dueBy !== 'window' || clock.stoppedAt !== null) return move
  const told = announce(move, clock, { upTo: at, isReached: true }, context)
  const current = findClock(told.clocks, clock)
  if (current.breachedAt !== null) return told
  const due = withDueTime(current, { ...context, notBefore: clock.startedAt })
  return due.dueAt === clock.dueAt ? told : put(told, due, 'sla.rescheduled', { previousDueAt: clock.dueAt })
}

/** Tells the warnings and the breach of a clock up to an instant, each once. `isReached`: what is due exactly then counts. */
export function announce(
  move: Move,
  clock: Clock,
  { upTo, isReached }: { upTo: string; isReached: boolean },
  context: Pick<MoveContext, 'selected'>,
): Move {
  const isPast = (instant: string): boolean => instant < upTo || (isReached && instant === upTo)
  const { dueAt, warnAt, breachedAt, stoppedAt } = clock
  if (stoppedAt !== null || breachedAt !== null) return move
  if (warnAt !== null && isPast(warnAt)) {
    const warning = findWarning(clock, context)
    const warned = { ...clock, warned: [...clock.warned, warning?.threshold ?? warnAt] }
    const next = { ...warned, warnAt: findWarning(warned, context)?.at ?? null }
    const data = { threshold: warning?.threshold ?? null, warnedAt: warnAt }
    return announce(put(move, next, 'sla.warning', data), next, { upTo, isReached }, context)
  }
  if (dueAt === null || !isPast(dueAt)) return move
  const reason = clock.dueBy === 'target' ? {} : { reason: clock.dueBy }
  return put(move, { ...clock, breachedAt: dueAt, warnAt: null }, 'sla.breached', {
    breachedAt: dueAt,
    ...reason,
  })
}

/** The clock as a move has left it. */
export function findClock({ clocks }: Clocks, { metric, instance }: Clock): Clock {
  const found = clocks.find((each) => each.metric === metric && each.instance === instance)
  if (found === undefined) throw new TypeError(`a move lost the clock ${metric} ${instance}`)
  return found
}

export function findResponse({ clocks }: Clocks): Clock | null {
  return clocks.find((clock) => isResponse(clock) && clock.stoppedAt === null) ?? null
}

export function findResolution({ clocks }: Clocks): Clock | null {
  return clocks.find((clock) => !isResponse(clock)) ?? null
}

export function withoutClock(clocks: Clocks, { metric, instance }: Clock): Clocks {
  const rest = clocks.clocks.filter((each) => each.metric !== metric || each.instance !== instance)
  return { ...clocks, clocks: rest }
}

export function put(
  { clocks, happened }: Move,
  clock: Clock,
  type: ClockEventType | null,
  data: Readonly<Record<string, unknown>> = {},
): Move {
  const others = withoutClock(clocks, clock)
  return {
    clocks: { ...others, clocks: [...others.clocks, clock] },
    happened:
      type === null
        ? happened
        : [...happened, { type, clock, by: { rules: clocks.rules, policy: clocks.policy }, data }],
  }
}

function areSameHours(left: Selected, right: Selected): boolean {
  return JSON.stringify(left.calendar) === JSON.stringify(right.calendar)
}

/** An answer that is learned of late may be older than a change of rules, up to which time was counted. */
function toUsedMs({ usedMs, since }: Clock, at: string, { calendar }: Selected): number {
  if (since === null) return usedMs
  return Math.max(0, usedMs + toOpenMs(calendar, since, at) - toOpenMs(calendar, at, since))
}

/** An answered question needs no memory; a resolution may run on. */
function withoutAnswered(clocks: Clocks): Clocks {
  const kept = clocks.clocks.filter((clock) => !isResponse(clock) || clock.stoppedAt === null)
  return { ...clocks, clocks: kept }
}

function createClock(
  metric: Metric,
  instance: number,
): Omit<Clock, 'seq' | 'startedAt' | 'delayMs' | 'since'> {
  return {
    metric,
    instance,
    usedMs: 0,
    dueAt: null,
    dueBy: 'target',
    warnAt: null,
    warned: [],
    breachedAt: null,
    pausedAt: null,
    stoppedAt: null,
  }
}
