import { laterOf } from '../instants.ts'
import { type AnnouncedClock, type Saying, lastSaying } from './announced-clocks.ts'

/** Which hours count: a calendar of a version of the rules. null: always open. */
export type CalendarRef = { version: number; calendarId: string | null }

/** A part of a clock's life in which one thing holds. */
export type Stretch = { from: string; to: string } & (
  { kind: 'running'; calendar: CalendarRef } | { kind: 'paused'; why: string }
)

/** Told with a change of policy, they are of the one before it, and stand behind it. */
const TOLD_LATE: ReadonlySet<Saying['type']> = new Set(['sla.warning', 'sla.breached'])

/** What holds since the last saying of a clock, until the next one ends it. */
type Tail = { from: string; why: string | null }

/**
 * A clock's life as its events tell it, up to where it ended or to `now`. What runs is counted by the calendar that the
 * event at its end names; `current` is the one that an open clock goes by now.
 */
export function toStretches(
  announced: AnnouncedClock,
  { current, now }: { current: CalendarRef; now: string },
): Stretch[] {
  const { startedAt } = announced.sayings[0]
  let stretches: Stretch[] = []
  let tail: Tail = { from: startedAt, why: null }
  const end = (to: string, calendar: CalendarRef, next: string | null): void => {
    const at = laterOf(tail.from, to)
    if (tail.from < at) stretches.push(toStretch(tail, at, calendar))
    tail = { from: at, why: next }
  }
  let before = announced.sayings[0]
  for (const saying of announced.sayings) {
    const { type, at = recordedAt(saying), stoppedAt = at, why = 'paused' } = saying
    if (type === 'sla.paused') end(at, toCalendarRef(saying), why)
    if (type === 'sla.resumed') end(at, toCalendarRef(saying), null)
    // The hours up to a change are those of before it.
    if (type === 'sla.rescheduled' && saying.at !== undefined) end(at, toCalendarRef(before), tail.why)
    if (type === 'sla.fulfilled') end(stoppedAt, toCalendarRef(saying), 'closed')
    if (type === 'sla.fulfilment_revoked') {
      stretches = []
      tail = { from: startedAt, why: null }
    }
    if (!TOLD_LATE.has(type)) before = saying
  }
  const endedAt = findEnd(announced)
  end(endedAt ?? now, endedAt === null ? current : toCalendarRef(before), null)
  return cut(stretches, endedAt ?? now)
}

/** When it ended, as it stands now; null: it is open. */
export function findEnd(announced: AnnouncedClock): string | null {
  const { startedAt } = announced.sayings[0]
  const last = lastSaying(
    announced,
    'sla.started',
    'sla.resumed',
    'sla.fulfilled',
    'sla.fulfilment_revoked',
    'sla.cancelled',
  )
  if (last?.type === 'sla.fulfilled') return last.stoppedAt ?? recordedAt(last)
  if (last?.type === 'sla.cancelled') return laterOf(startedAt, last.at ?? recordedAt(last))
  return null
}

/** What the log holds was recorded. */
function recordedAt({ recordedAt: at, startedAt }: Saying): string {
  return at ?? startedAt
}

function toCalendarRef({ policyVersion, calendarId }: Saying): CalendarRef {
  return { version: policyVersion, calendarId }
}

function toStretch({ from, why }: Tail, to: string, calendar: CalendarRef): Stretch {
  return why === null ? { from, to, kind: 'running', calendar } : { from, to, kind: 'paused', why }
}

/** An answer may be older than what was known before it. */
function cut(stretches: readonly Stretch[], end: string): Stretch[] {
  return stretches
    .filter(({ from }) => from < end)
    .map((stretch) => (stretch.to > end ? { ...stretch, to: end } : stretch))
}
