import type { RangePage } from './ports.ts'

/** A look at a conversation, at the instant that it names or soon after. It promises nothing: whoever gets it reads the table. */
export type Timer = { conversationId: string; at: string }

/** The timer queue: messages come out when their instant has come, at least once, in no order. */
export type TimerQueue = {
  /** Of an instant further away than the queue can wait, the message comes too early. Throws `queue_unavailable` unless all were taken. */
  arm: (timers: readonly Timer[], now: Date) => Promise<void>
}

/** The `due` index: conversations by the instant at which something of them is due by itself. A moment behind. */
export type DueReader = {
  /** Instants of one shard from `from` on (null: from the first) and before `to`, the earliest first; `after` continues. */
  due: (
    shard: number,
    range: { from: string | null; to: string },
    after: string | null,
    limit: number,
  ) => Promise<RangePage<Timer, string>>
  /** Conversations of one shard with a clock that runs, by when they must be answered, overdue ones first. */
  clocks: (shard: number, after: string | null, limit: number) => Promise<RangePage<Timer, string>>
}

/** How far the sweep has come, by shard: every instant before has been put into the timer queue. */
export type SweepMarks = {
  read: () => Promise<ReadonlyMap<number, string>>
  write: (marks: ReadonlyMap<number, string>) => Promise<void>
}

/** How far the walk after a change of the rules has come: `shard` is the next one, and `after` the last row of it. */
export type WalkMark = { version: number; shard: number; after: string | null }
export type WalkMarks = {
  read: () => Promise<WalkMark | null>
  write: (mark: WalkMark) => Promise<void>
}
