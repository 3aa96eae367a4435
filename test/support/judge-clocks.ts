import { addOpenMs, toOpenMs } from '../../shared/domain/calendar/open-time.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { toDurationMs } from '../../shared/domain/duration.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import type { ClockChannel } from '../../shared/domain/sla/clock-input.ts'
import type { Metric } from '../../shared/domain/sla/metric.ts'
import type { SlaPolicy } from '../../shared/domain/sla/policy.ts'
import type { SlaRules } from '../../shared/domain/sla/rules.ts'
import { type Moment, readMoments } from './clock-history.ts'
import { compareClocks } from './compare-clocks.ts'
import { asksForAnswers, findPolicy, toFirstSorting } from './judged-sorting.ts'

export type JudgedHistory = {
  log: readonly Entry[]
  conversation: Conversation
  /** The only rules that there were. */
  rules: SlaRules
  clockChannel: Pick<ClockChannel, 'replyWindow'>
}

/** A clock as it must have been. */
export type JudgedClock = {
  metric: Metric
  seq: number
  startedAt: string
  dueAt: string | null
  breachedAt: string | null
  usedMs: number
  /** `answered` and `closed` fulfil it; `learnedAt`: when that was known. */
  end: { kind: 'answered' | 'closed' | 'cancelled'; at: string; seq: number; learnedAt: string } | null
}

/** Open time since `since`; the rest of what a clock needs to go on. */
type Running = JudgedClock & { since: string | null; countedTo: string; policy: SlaPolicy; spent: Stretch[] }

/** Time that was counted, by the hours of then. */
type Stretch = { from: string; to: string; policy: SlaPolicy }

type Question = { on: number; source: number; at: string; isTried: boolean }

/**
 * Computes every clock of a conversation again from its log and the rules, one moment after the other, and says where
 * that differs from what the log announced or the conversation keeps. A reply that fails once its session is long over is
 * beyond it, as it is beyond the engine.
 */
export function judgeClocks(history: JudgedHistory): string[] {
  const pendingDoubts = history.conversation.sla?.doubts.map(({ seq }) => seq) ?? []
  const judged = createJudge(history)
  for (const moment of readMoments(history.log, pendingDoubts)) judged.take(moment)
  return compareClocks(history, judged.finish())
}

function createJudge({ log, conversation, rules, clockChannel }: JudgedHistory) {
  let sorting = toFirstSorting(log, conversation)
  let policy = choose()
  let status = { to: 'open', snoozedFor: null as unknown }
  let [isAsked, isAnswered, isGapped] = [false, false, !asksForAnswers(policy)]
  let pending: Question[] = []
  let response: (Running & { on: number }) | null = null
  let resolution: Running | null = null
  let lastInboundAt: string | null = null
  let comments = 0
  const done: JudgedClock[] = []

  function choose(): SlaPolicy | null {
    return findPolicy(rules, { ...conversation, ...sorting })
  }

  const calendarOf = (policy: SlaPolicy) => rules.calendars.find(({ id }) => id === policy.calendarId) ?? null
  const isSpam = (): boolean => sorting.tags.includes('spam')
  const runs = (): boolean =>
    status.to === 'open' || (status.to === 'snoozed' && status.snoozedFor !== 'customer')

  /** Sets the due time of what runs since `since`. */
  function plan(clock: Running, notBefore: string): void {
    if (clock.since === null || clock.breachedAt !== null) return
    const targetMs = toDurationMs(clock.policy.targets[clock.metric] as string)
    let due = addOpenMs(calendarOf(clock.policy), clock.since, targetMs - clock.usedMs)
    if (clockChannel.replyWindow !== null && clock.metric !== 'resolution' && lastInboundAt !== null) {
      const closesMs = Date.parse(lastInboundAt) + toDurationMs(clockChannel.replyWindow)
      const marginMs = closesMs <= Date.parse(clock.startedAt) ? 0 : toDurationMs(clock.policy.windowMargin)
      const lastCall = new Date(closesMs - marginMs).toISOString()
      if (due === null || lastCall < due) due = marginMs === 0 ? clock.startedAt : lastCall
    }
    clock.dueAt = due !== null && due < notBefore ? notBefore : due
  }

  /** What was due by then is missed for good. */
  function breach(clock: Running, at: string, isReached: boolean): void {
    if (clock.breachedAt !== null || clock.dueAt === null || clock.since === null) return
    if (clock.dueAt < at || (isReached && clock.dueAt === at)) clock.breachedAt = clock.dueAt
  }

  function spend(clock: Running, at: string): void {
    if (clock.since === null) return
    const to = at > clock.since ? at : clock.since
    clock.spent = [...clock.spent, { from: clock.since, to, policy: clock.policy }]
    clock.usedMs = sumUpTo(clock, to)
    clock.since = to
    clock.countedTo = to
  }

  function sumUpTo({ spent }: Running, end: string): number {
    const cut = spent.map((stretch) => ({ ...stretch, to: stretch.to < end ? stretch.to : end }))
    return cut.reduce((sum, { from, to, policy: by }) => sum + toOpenMs(calendarOf(by), from, to), 0)
  }

  function start(metric: Metric, seq: number, startedAt: string, chosenAt: string): Running | null {
    if (policy?.targets[metric] === undefined) return null
    const clock: Running = {
      ...{ metric, seq, startedAt, dueAt: null, breachedAt: null, usedMs: 0, end: null },
      ...{ since: startedAt, countedTo: startedAt, policy, spent: [] },
    }
    const notBefore = chosenAt > startedAt ? chosenAt : startedAt
    plan(clock, notBefore)
    breach(clock, notBefore, true)
    return clock
  }

  function end(
    clock: Running,
    kind: 'answered' | 'closed' | 'cancelled',
    at: string,
    { seq, learnedAt }: Moment,
  ): void {
    const earliest = kind === 'closed' ? clock.countedTo : clock.startedAt
    const stoppedAt = at > earliest ? at : earliest
    breach(clock, stoppedAt, false)
    spend(clock, stoppedAt)
    // An answer that is learned of late may be older than what was missed meanwhile, and than what was counted.
    if (clock.breachedAt !== null && stoppedAt <= clock.breachedAt) clock.breachedAt = null
    clock.usedMs = sumUpTo(clock, stoppedAt)
    clock.countedTo = stoppedAt
    clock.end = { kind, at: stoppedAt, seq, learnedAt }
    clock.since = null
    if (clock.metric !== 'resolution' || kind === 'cancelled') done.push(clock)
  }

  function startResponse(chosenAt: string | null): void {
    const [oldest] = pending
    if (response !== null || oldest === undefined) return
    const clock = start(
      isAnswered ? 'next_response' : 'first_response',
      oldest.on,
      oldest.at,
      chosenAt ?? oldest.at,
    )
    response = clock && { ...clock, on: oldest.on }
  }

  function startResolution(seq: number, at: string): void {
    if (resolution !== null || !isAsked || isSpam() || !runs()) return
    resolution = start('resolution', seq, at, at)
  }

  /** The response clock after what moved those who wait. */
  function settle(moment: Moment, kind: 'answered' | 'cancelled', at: string): void {
    const [oldest] = pending
    if (response !== null && (oldest?.on !== response.on || oldest.at !== response.startedAt)) {
      end(response, kind, at, moment)
      response = null
    }
    startResponse(null)
  }

  function take(moment: Moment): void {
    const { at, seq } = moment
    switch (moment.kind) {
      case 'wrote':
        if (lastInboundAt === null || moment.sentAt > lastInboundAt) lastInboundAt = moment.sentAt
        return
      case 'asked':
        return ask(moment)
      case 'tried':
        if (moment.policyCounts(policy)) {
          pending = pending.map((each) => (each.on < seq ? { ...each, isTried: true } : each))
        }
        return
      case 'taken': {
        if (!moment.policyCounts(policy)) return
        const rest = pending.filter(({ on }) => on >= seq)
        if (rest.length < pending.length) isAnswered = true
        pending = rest
        return settle(moment, 'answered', moment.stoppedAt)
      }
      case 'withdrawn':
        pending = pending.filter(({ source }) => source !== moment.source)
        return settle(moment, 'cancelled', at)
      case 'status':
        return changeStatus(moment)
      case 'sorted':
        return sort(moment)
    }
  }

  function ask(moment: Moment & { kind: 'asked' }): void {
    const { at, by, on, source } = moment
    if (isSpam()) return
    const isComment = conversation.visibility === 'public' && by === 'message'
    if (isComment) comments += 1
    if (isComment && policy !== null && comments > policy.commentsMax) return
    isAsked = true
    pending = [...pending, { on, source, at, isTried: false }]
    if (response !== null) {
      const isByTarget =
        response.dueAt !== null &&
        response.dueAt ===
          addOpenMs(
            calendarOf(response.policy),
            response.since as string,
            toDurationMs(response.policy.targets[response.metric] as string) - response.usedMs,
          )
      if (!isByTarget) {
        breach(response, at, true)
        plan(response, response.startedAt)
      }
    }
    startResponse(null)
    startResolution(on, at)
  }

  function changeStatus(moment: Moment & { kind: 'status' }): void {
    const { at, to, snoozedFor, opensSession } = moment
    status = { to, snoozedFor }
    if (opensSession) {
      if (pending.length === 0) [isAsked, isAnswered] = [false, false]
      if (resolution !== null && resolution.end !== null) {
        done.push(resolution)
        resolution = null
      }
    }
    if (to === 'closed') {
      pending = pending.filter(({ isTried }) => isTried)
      settle(moment, 'cancelled', at)
      if (resolution !== null && resolution.end === null) end(resolution, 'closed', at, moment)
      return
    }
    if (isSpam() || policy?.targets.resolution === undefined) return
    if (resolution === null) return startResolution(moment.seq, at)
    if (!runs()) {
      if (resolution.since === null) return
      breach(resolution, at, true)
      spend(resolution, at)
      resolution.since = null
      if (resolution.breachedAt === null) resolution.dueAt = null
      return
    }
    if (resolution.since !== null) return
    // What was redriven says an early time: what was counted is not counted again.
    const since = resolution.countedTo > at ? resolution.countedTo : at
    Object.assign(resolution, { since, end: null, policy })
    plan(resolution, since)
  }

  function sort(moment: Moment & { kind: 'sorted' }): void {
    const { at, added, removed, priority = sorting.priority } = moment
    const tags = [...sorting.tags.filter((tag) => !removed.includes(tag)), ...added]
    sorting = { tags, priority: priority as Conversation['priority'] }
    const next = choose()
    if (next?.id !== policy?.id) {
      policy = next
      isGapped ||= !asksForAnswers(policy)
      for (const clock of [response, resolution]) {
        if (clock !== null && clock.end === null) change(clock, moment)
      }
      if (response?.end != null) response = null
      if (resolution?.end?.kind === 'cancelled') resolution = null
      if (policy !== null) {
        startResponse(at)
        startResolution(moment.seq, at)
      }
    }
    if (!isSpam()) return
    pending = []
    if (response !== null) end(response, 'cancelled', at, moment)
    response = null
    if (resolution !== null && resolution.end === null) {
      end(resolution, 'cancelled', at, moment)
      resolution = null
    }
  }

  function change(clock: Running, moment: Moment): void {
    const { at } = moment
    breach(clock, at, true)
    if (policy?.targets[clock.metric] === undefined) return end(clock, 'cancelled', at, moment)
    if (clock.breachedAt === null) spend(clock, at)
    clock.policy = policy
    plan(clock, clock.since ?? at)
    breach(clock, at, true)
  }

  return {
    take,
    finish: () => ({
      clocks: [...done, response, resolution].filter((clock): clock is JudgedClock => clock !== null),
      isGapped,
    }),
  }
}
