import type { Conversation } from '../domain/conversation.ts'
import { type ReadContact, readParts, readSurvivor } from './contact-parts.ts'
import { PAGE_BYTES_MAX, toJsonBytes } from './page-limits.ts'
import type { InboxReader } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'
import { mergeTimeline } from './merge-timeline.ts'
import { type LogReading, openLane, type TimelineLane, toKeptPosition } from './timeline-lane.ts'
import { isBefore, type TimelineKey, type TimelineOrder } from './timeline-order.ts'
import { type ContactLine, toContactLines, type TimelineLine } from './timeline-view.ts'

/** Every page reads the items of all of them, to know which logs it needs. */
const CONVERSATIONS_MAX = 2000
/** What a cursor of 8000 characters holds. Others are found again in their logs. */
const KEPT_POSITIONS_MAX = 400
/** Entries of the first query of a log where there are several: most pages take few lines of each. */
const FIRST_ROWS = 8
/** Characters of a conversation's id that tell it from a person's others in a cursor. */
const TAG_CHARS = 8

export type TimelineQuery = {
  contactId: string
  order: TimelineOrder
  channel: Conversation['channel'] | undefined
  visibility: Conversation['visibility'] | undefined
  /** Where an earlier page ended; null: at the beginning. */
  position: TimelinePosition | null
  limit: number
}

export type TimelinePosition = {
  /** The last line of all that were taken, in the order of the list. */
  last: TimelineKey
  /** Tag of a conversation → number of the last entry taken, where `last` does not tell it. */
  kept: ReadonlyMap<string, number>
}

export type TimelinePage = {
  kind: 'page'
  lines: TimelineLine[]
  /** null: nothing follows. */
  position: TimelinePosition | null
}

export type TimelineReader = Pick<
  InboxReader,
  'contact' | 'contactConversations' | 'conversations' | 'entries'
>

/** Everything that happened with a person, over all conversations of all contacts that the person is made of. */
export async function readTimeline(
  reader: TimelineReader,
  query: TimelineQuery,
): Promise<TimelinePage | Refusal> {
  const read: ReadContact = (id) => reader.contact(id)
  const survivor = await readSurvivor(read, query.contactId)
  if (survivor === null) return refuse('not_found', 'There is no contact with this id.')
  const parts = await readParts(read, survivor)
  const conversations = await readConversations(
    reader,
    parts.map(({ id }) => id),
  )
  if (conversations === 'too_many') {
    const detail = `A timeline joins at most ${CONVERSATIONS_MAX} conversations; read each on its own.`
    return refuse('timeline_too_long', detail)
  }
  const isFiltered = query.channel !== undefined || query.visibility !== undefined
  const contactLines = isFiltered ? [] : parts.flatMap(toContactLines)
  return readPage(reader, query, conversations, contactLines)
}

async function readConversations(
  reader: TimelineReader,
  contactIds: readonly string[],
): Promise<Conversation[] | 'too_many'> {
  const ids = await Promise.all(
    contactIds.map((id) => reader.contactConversations(id, CONVERSATIONS_MAX + 1)),
  )
  const wanted = [...new Set(ids.flat())]
  return wanted.length > CONVERSATIONS_MAX ? 'too_many' : reader.conversations(wanted)
}

async function readPage(
  reader: TimelineReader,
  query: TimelineQuery,
  conversations: readonly Conversation[],
  contactLines: readonly ContactLine[],
): Promise<TimelinePage> {
  const { order, position, limit } = query
  const reading = { reader, order }
  const tagOf = createTags(conversations)
  const lanes = await openLanes(reading, query, conversations, tagOf)
  let last = position?.last ?? null
  const merge = mergeTimeline(
    reading,
    lanes,
    contactLines.filter(({ key }) => last === null || isBefore(last, key, order)),
  )
  const lines: TimelineLine[] = []
  for (let bytes = 0; ;) {
    const candidate = await merge.next()
    if (candidate === null) return { kind: 'page', lines, position: null }
    const { key, line, take } = candidate
    bytes += toJsonBytes(line)
    if (last !== null && (lines.length === limit || (bytes > PAGE_BYTES_MAX && lines.length > 0))) {
      return { kind: 'page', lines, position: { last, kept: toKept(lanes, last, order, tagOf) } }
    }
    take()
    lines.push(line)
    // An envelope that was stored late lies before lines that came ahead of it: the furthest one counts.
    if (last === null || isBefore(last, key, order)) last = key
  }
}

function openLanes(
  reading: LogReading,
  query: TimelineQuery,
  conversations: readonly Conversation[],
  tagOf: TagOf,
): Promise<TimelineLane[]> {
  const { position, limit, channel, visibility } = query
  const wanted = conversations.filter(
    (each) =>
      (channel === undefined || each.channel === channel) &&
      (visibility === undefined || each.visibility === visibility),
  )
  const rowsAtOnce = wanted.length === 1 ? limit + 1 : Math.min(limit + 1, FIRST_ROWS)
  return Promise.all(
    wanted.map((conversation) =>
      openLane(reading, conversation, {
        last: position?.last ?? null,
        position: position?.kept.get(tagOf(conversation)),
        rowsAtOnce,
      }),
    ),
  )
}

function toKept(
  lanes: readonly TimelineLane[],
  last: TimelineKey,
  order: TimelineOrder,
  tagOf: TagOf,
): Map<string, number> {
  const kept = lanes.flatMap((lane): [string, number][] => {
    const position = toKeptPosition(lane, last, order)
    return position === null ? [] : [[tagOf(lane.conversation), position]]
  })
  return new Map(kept.slice(0, KEPT_POSITIONS_MAX))
}

type TagOf = (conversation: Conversation) => string

/** Short names, as long as the person has no two conversations with the same. */
function createTags(conversations: readonly Conversation[]): TagOf {
  const toShort = (id: string): string => id.slice('cnv_'.length, 'cnv_'.length + TAG_CHARS)
  const counts = Map.groupBy(conversations, ({ id }) => toShort(id))
  return ({ id }) => (counts.get(toShort(id))?.length === 1 ? toShort(id) : id.slice('cnv_'.length))
}
