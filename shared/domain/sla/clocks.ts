import * as z from 'zod'
import { Metric } from './metric.ts'

const Seq = z.number().int().positive()
const Count = z.number().int().nonnegative()
const Time = z.iso.datetime()

/** One measurement. Instants that follow from policy and calendar are kept, so that reading a clock needs neither. */
export const Clock = z.strictObject({
  metric: Metric,
  /** Counts per conversation and metric: 1, 2, 3 … */
  instance: Seq,
  /** The entry that it waits for an answer to; of a resolution, the first of the session. */
  seq: Seq,
  startedAt: Time,
  /** By how much the platform had been late with what started it, in milliseconds: reports only. */
  delayMs: Count,
  /** Open time used up before `since`, in milliseconds. */
  usedMs: Count,
  /** Running since; null while it is paused or stopped. */
  since: Time.nullable(),
  /** null while it is paused. Once breached or stopped, what it was then. */
  dueAt: Time.nullable(),
  /** What sets `dueAt`: the target, the platform's reply window that would close before, or one that had closed already. */
  dueBy: z.enum(['target', 'window', 'window_closed']),
  /** The next warning; null: none is left. */
  warnAt: Time.nullable(),
  /** Thresholds of the policy that have been told. */
  warned: z.array(z.string()),
  breachedAt: Time.nullable(),
  /** Up to then its time is counted while it is paused; null: it runs, or has stopped. */
  pausedAt: Time.nullable(),
  stoppedAt: Time.nullable(),
})
export type Clock = z.infer<typeof Clock>

/** The oldest message of the customer that a run of theirs waits with. A reply of ours that is under way ends a run. */
export const Wait = z.strictObject({
  seq: Seq,
  at: Time,
  /** From the platform's time of it until Inlet knew. */
  delayMs: Count,
  /** Somebody wrote an answer, whatever became of it. */
  tried: z.literal(true).optional(),
})
export type Wait = z.infer<typeof Wait>

/** What the conversation waits for: all that the next fact needs, so that a move reads nothing else. */
export const Clocks = z.strictObject({
  /** Version of the rules that last decided. */
  rules: Seq,
  /** The policy that they chose; null: none fits. */
  policy: z.strictObject({ id: z.string(), calendarId: z.string().nullable() }).nullable(),
  session: z.strictObject({
    number: Seq,
    /** Its first entry. */
    seq: Seq,
    /** `none`: the customer has not written in it yet. */
    firstResponse: z.enum(['none', 'asked', 'answered']),
    autoAnswered: z.literal(true).optional(),
  }),
  /** The oldest first. Only the first has a clock. */
  waits: z.array(Wait),
  /** At most one for an answer and one for the resolution, which stays when it stops: reopened soon, it runs on. */
  clocks: z.array(Clock),
  counts: z.record(Metric, Count),
  /** Messages of the customer in a public conversation. */
  comments: Count,
  /** The clock that stopped last. */
  last: z
    .strictObject({ metric: Metric, state: z.enum(['met', 'breached']), dueAt: Time.nullable() })
    .nullable(),
  /** Replies that count although nobody knows whether they were sent, until then. */
  doubts: z.array(z.strictObject({ seq: Seq, until: Time })),
  /** When to look how long the platform's reply window stays open, and what was told of it; null: nothing is. */
  windowCheckAt: Time.nullable(),
  windowTold: z.strictObject({ closesAt: Time, percentLeft: Count }).nullable(),
})
export type Clocks = z.infer<typeof Clocks>

export const ClockState = z.enum(['running', 'warning', 'paused', 'met', 'breached'])
export type ClockState = z.infer<typeof ClockState>

export function toClockState({ breachedAt, stoppedAt, dueAt, since, warned }: Clock): ClockState {
  if (stoppedAt !== null) {
    const isLate = dueAt === null ? breachedAt !== null : stoppedAt > dueAt
    return isLate ? 'breached' : 'met'
  }
  if (breachedAt !== null) return 'breached'
  if (since === null) return 'paused'
  return warned.length > 0 ? 'warning' : 'running'
}

/** Those that have not stopped, the first due first; what is paused has no due time and comes last. */
export function listOpenClocks(clocks: Clocks | null): Clock[] {
  const open = clocks?.clocks.filter(({ stoppedAt }) => stoppedAt === null) ?? []
  return open.toSorted((left, right) => (left.dueAt ?? '~').localeCompare(right.dueAt ?? '~'))
}

export function isResponse({ metric }: Pick<Clock, 'metric'>): boolean {
  return metric !== 'resolution'
}
