import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { armTimers } from '../../shared/app/arm-timers.ts'
import type { DeliveryRequest } from '../../shared/app/delivery-ports.ts'
import { fireTimer, type FireDeps, type TimerOutcome } from '../../shared/app/fire-timer.ts'
import { sweepDue, type SweepDeps, type SweepReport } from '../../shared/app/sweep-due.ts'
import type { Timer, TimerQueue } from '../../shared/app/timer-ports.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createSweepMarks } from '../../shared/aws/sweep-marks.ts'
import { createWalkMarks } from '../../shared/aws/walk-marks.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { withDueAt } from '../../shared/domain/due.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import { TIMER_DELAY_SECONDS_MAX } from '../../shared/domain/timer-reach.ts'
import { NO_MEDIA } from './no-media.ts'

const SHARDS = 4
const MINUTE_MS = 60_000

/** What may go wrong. Each is asked once for what it decides. */
export type Mishaps = {
  isLost: (timer: Timer) => boolean
  isDoubled: (timer: Timer) => boolean
  isSweeping: (now: Date) => boolean
  fails: (timer: Timer) => boolean
}

const NO_MISHAPS: Mishaps = {
  isLost: () => false,
  isDoubled: () => false,
  isSweeping: () => true,
  fails: () => false,
}

/** The wheel over a real table, with a clock that is turned by hand and the timer queue as a list. */
export function createVirtualWheel(table: Table, start: string, mishaps: Partial<Mishaps> = {}) {
  const { isLost, isDoubled, isSweeping, fails } = { ...NO_MISHAPS, ...mishaps }
  let now = Date.parse(start)
  const clock = { now: () => new Date(now) }
  const store = createInboxStore(table, { clock, retentionDays: null })
  const waiting: { timer: Timer; visibleAt: number }[] = []
  const requested: DeliveryRequest[] = []
  const handled: TimerOutcome[] = []
  const timers: TimerQueue = {
    arm: (armed, sentAt) => {
      for (const timer of armed) {
        if (isLost(timer)) continue
        const wanted = Math.ceil((Date.parse(timer.at) - sentAt.getTime()) / 1000)
        const delay = Math.min(TIMER_DELAY_SECONDS_MAX, Math.max(0, wanted))
        const message = { timer, visibleAt: sentAt.getTime() + delay * 1000 }
        waiting.push(message, ...(isDoubled(timer) ? [message] : []))
      }
      return Promise.resolve()
    },
  }
  const sweepDeps: SweepDeps = {
    due: createDueReader(table, clock),
    timers,
    marks: createSweepMarks(table, clock),
    rules: store.rules,
    walks: createWalkMarks(table, clock),
    clock,
    shards: SHARDS,
  }
  const fireDeps: FireDeps = {
    store,
    clockChannels: createClockChannels(findChannel),
    timers,
    media: NO_MEDIA,
    outbound: {
      request: (requests) => {
        requested.push(...requests)
        return Promise.resolve()
      },
    },
    findChannel,
    clock,
    pacer: { sleep: () => Promise.resolve(), random: () => 0 },
  }

  async function handle(timer: Timer): Promise<void> {
    // As a queue does: what fails comes again.
    if (fails(timer)) return void waiting.push({ timer, visibleAt: now + 30_000 })
    const before = await store.conversation(timer.conversationId, 'consistent')
    const outcome = await fireTimer(fireDeps, timer)
    const after = await store.conversation(timer.conversationId, 'consistent')
    handled.push(outcome)
    if (outcome.kind === 'fired' && after !== null) await armTimers({ timers, clock }, [{ before, after }])
  }

  /** Messages and sweeps in the order of their time, until then. */
  async function turn(until: string): Promise<void> {
    for (;;) {
      const sweepAt = Math.floor(now / MINUTE_MS + 1) * MINUTE_MS
      const next = waiting.toSorted((left, right) => left.visibleAt - right.visibleAt)[0]
      const at = Math.min(sweepAt, next?.visibleAt ?? Infinity)
      if (at > Date.parse(until)) break
      now = Math.max(now, at)
      if (next !== undefined && next.visibleAt <= now) {
        waiting.splice(waiting.indexOf(next), 1)
        await handle(next.timer)
      } else if (isSweeping(clock.now())) await sweepDue(sweepDeps)
    }
    now = Math.max(now, Date.parse(until))
  }

  return {
    store,
    clock,
    requested,
    /** What timers came to, in their order. */
    handled,
    timers,
    sweepDeps,
    fireDeps,
    waiting,
    turn,
    sweep: (deps: Partial<SweepDeps> = {}): Promise<SweepReport> => sweepDue({ ...sweepDeps, ...deps }),
    fire: (timer: Timer): Promise<TimerOutcome> => fireTimer(fireDeps, timer),
    /** Stores a state of a conversation as a unit of work would, and arms what the publisher would arm. */
    save: async (conversation: Conversation, entries: readonly Entry[] = []): Promise<Conversation> => {
      const before = await store.conversation(conversation.id, 'consistent')
      const after = { ...withDueAt(before, conversation), version: (before?.version ?? 0) + 1 }
      const saved = await store.save([
        { kind: 'conversation', conversation: after, expectedVersion: before?.version ?? null },
        ...entries.map((entry) => ({ kind: 'entry' as const, entry, expectedRevision: null })),
      ])
      if (saved === 'conflict') throw new Error('somebody else wrote')
      await armTimers({ timers, clock }, [{ before, after }])
      return after
    },
  }
}
