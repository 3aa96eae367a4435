import type { Conversation } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import { QUERY_ROWS_MAX } from './page-limits.ts'
import type { InboxReader } from './ports.ts'
import { type TimelineKey, type TimelineOrder, toKeyRange, toTimelineKey } from './timeline-order.ts'

export type LogReading = { reader: Pick<InboxReader, 'entries'>; order: TimelineOrder }

/** The log of one conversation while several are read as one list. */
export type TimelineLane = {
  conversation: Conversation
  state: 'untouched' | 'open' | 'ended'
  /** Number of the last entry taken, by this page or an earlier one. */
  position: number | null
  entries: Entry[]
  /** Entries of the next query; doubles, so that a long log among short ones does not take many. */
  rowsAtOnce: number
  readFrom: { after: number | null } | 'end'
}

/**
 * A lane as an earlier page left it, whose last line was `last`. Most need no note of where they are: a log that lies
 * before that line altogether is at its end, one that lies behind it was not begun. Only where neither is so, and no
 * position was kept, the log itself must be asked.
 */
export async function openLane(
  reading: LogReading,
  conversation: Conversation,
  start: { last: TimelineKey | null; position: number | undefined; rowsAtOnce: number },
): Promise<TimelineLane> {
  const { last, rowsAtOnce } = start
  const at = (state: TimelineLane['state'], position: number | null): TimelineLane => ({
    conversation,
    state,
    position,
    entries: [],
    rowsAtOnce,
    // 0 lies before the first entry.
    readFrom: state === 'ended' ? 'end' : { after: position || null },
  })
  if (last === null) return at('untouched', null)
  if (start.position !== undefined) return at('open', start.position)
  if (isBehind(conversation, last, reading.order)) return at('untouched', null)
  if (isPassed(conversation, last, reading.order)) return at('ended', null)
  return at('open', await findPosition(reading, conversation, last))
}

/** The first line that the lane can still bring, as far as that is known without opening it. */
export function toBound({ conversation }: TimelineLane, order: TimelineOrder): TimelineKey {
  const { first, last } = toKeyRange(conversation)
  return order === 'asc' ? first : last
}

/** The first line that the lane brings; null where it is not open, or at its end. */
export function toHead({ conversation, entries }: TimelineLane): TimelineKey | null {
  const [entry] = entries
  return entry === undefined ? null : toTimelineKey(entry.at, conversation.id, entry.seq)
}

/** Reads on where an open lane has nothing left. Expired entries are not there, so one query may bring none. */
export async function fillLane({ reader, order }: LogReading, lane: TimelineLane): Promise<void> {
  while (lane.state === 'open' && lane.entries.length === 0) {
    if (lane.readFrom === 'end') {
      lane.state = 'ended'
      return
    }
    const { rows, next } = await reader.entries(lane.conversation.id, {
      order,
      after: lane.readFrom.after,
      limit: lane.rowsAtOnce,
    })
    lane.entries = rows
    lane.rowsAtOnce = Math.min(lane.rowsAtOnce * 2, QUERY_ROWS_MAX)
    lane.readFrom = next === null ? 'end' : { after: next }
  }
}

/** The position that the next page cannot tell from the last line alone; null where it can. */
export function toKeptPosition(lane: TimelineLane, last: TimelineKey, order: TimelineOrder): number | null {
  const { conversation, state, position } = lane
  if (state === 'untouched' || (state === 'ended' && isPassed(conversation, last, order))) return null
  // Opened, and nothing taken: before its first entry, or behind its last one.
  return position ?? (order === 'asc' ? 0 : conversation.seq + 1)
}

/** Nothing of the log comes before `last` in the list. */
function isBehind(conversation: Conversation, last: TimelineKey, order: TimelineOrder): boolean {
  const range = toKeyRange(conversation)
  return order === 'asc' ? range.first > last : range.last < last
}

/** Nothing of the log comes after `last` in the list. */
function isPassed(conversation: Conversation, last: TimelineKey, order: TimelineOrder): boolean {
  const range = toKeyRange(conversation)
  return order === 'asc' ? range.last <= last : range.first >= last
}

/**
 * Halves the log until it is found where `last` lies in it. Needed where somebody wrote between two pages, or where more
 * logs were open at once than a cursor holds.
 */
async function findPosition(
  { reader, order }: LogReading,
  { id, seq }: Conversation,
  last: TimelineKey,
): Promise<number> {
  let before = 0
  for (let upTo = seq; before < upTo;) {
    const middle = Math.ceil((before + upTo) / 2)
    const { rows } = await reader.entries(id, { order: 'asc', after: middle - 1, limit: 1 })
    const [entry] = rows
    const key = entry === undefined ? null : toTimelineKey(entry.at, id, entry.seq)
    // Not there any more: older than everything that is.
    const isEarlier = key === null || key < last || (key === last && order === 'asc')
    if (isEarlier) before = middle
    else upTo = middle - 1
  }
  return order === 'asc' ? before : before + 1
}
