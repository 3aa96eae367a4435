import { fillLane, type LogReading, type TimelineLane, toBound, toHead } from './timeline-lane.ts'
import { isBefore, type TimelineKey } from './timeline-order.ts'
import { type ContactLine, type TimelineLine, toEntryLine } from './timeline-view.ts'

/** Logs opened at once: one too many is cheaper than waiting for each. */
const OPENED_AT_ONCE = 4

export type TimelineCandidate = { key: TimelineKey; line: TimelineLine; take: () => void }

export type TimelineMerge = {
  /** The line that comes next; the same until it is taken. null: none is left. */
  next: () => Promise<TimelineCandidate | null>
}

/**
 * Logs as one list: always the first of all heads, so each log keeps its own order. A log is opened only when its first
 * line could be next.
 */
export function mergeTimeline(
  reading: LogReading,
  lanes: readonly TimelineLane[],
  contactLines: readonly ContactLine[],
): TimelineMerge {
  const { order } = reading
  const byBound = lanes.toSorted((left, right) =>
    isBefore(toBound(left, order), toBound(right, order), order) ? -1 : 1,
  )
  const ahead = contactLines.toSorted((left, right) => (isBefore(left.key, right.key, order) ? -1 : 1))
  return {
    next: async () => {
      for (;;) {
        await Promise.all(lanes.map((lane) => fillLane(reading, lane)))
        const head = toFirst(lanes, ahead, reading)
        const due = byBound.filter(
          (lane) =>
            lane.state === 'untouched' && (head === null || isBefore(toBound(lane, order), head.key, order)),
        )
        if (due.length === 0) return head
        for (const lane of due.slice(0, OPENED_AT_ONCE)) lane.state = 'open'
      }
    },
  }
}

function toFirst(
  lanes: readonly TimelineLane[],
  ahead: ContactLine[],
  { order }: LogReading,
): TimelineCandidate | null {
  let first: { key: TimelineKey; lane: TimelineLane | null } | null = null
  const [contactLine] = ahead
  if (contactLine !== undefined) first = { key: contactLine.key, lane: null }
  for (const lane of lanes) {
    const key = toHead(lane)
    if (key !== null && (first === null || isBefore(key, first.key, order))) first = { key, lane }
  }
  if (first === null) return null
  const { key, lane } = first
  if (lane === null) {
    return contactLine === undefined ? null : { ...contactLine, take: () => void ahead.shift() }
  }
  const [entry] = lane.entries
  if (entry === undefined) return null
  const take = (): void => {
    lane.entries.shift()
    lane.position = entry.seq
  }
  return { key, line: toEntryLine(lane.conversation, entry), take }
}
