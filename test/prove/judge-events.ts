import { isDeepStrictEqual } from 'node:util'
import { toEntryId, toEventId } from '../../shared/domain/ids.ts'
import type { PublishedEvent } from './event-readers.ts'
import { countToldFiles, FILES, isOfFile, judgeFiles, LOST_FILES } from './file-fates.ts'
import { createFindings, type Finding } from './finding.ts'
import { isOfWork } from './judge-clocks-told.ts'
import { DELAYS, isOfDelay, judgeDelays } from './judge-delays.ts'
import { FEED_ORDER, judgeFeedOrder } from './judge-feed-order.ts'
import type { FoundEntry } from './judge-log.ts'
import { countEvents, type Lane } from './lane.ts'

export type ReadEvents = {
  /** The whole feed, read from the start when everything was quiet. */
  feed: readonly PublishedEvent[]
  /** What a consumer with a cursor saw while it was written. */
  live: readonly PublishedEvent[]
  bus: readonly PublishedEvent[]
}

export type EventsVerdict = {
  expected: number
  seen: number
  missing: number
  repeats: number
  findings: readonly Finding[]
}

/** Compares what was published with the log as it was read, and, counted apart from it, with what was sent. */
export function judgeEvents(
  lanes: readonly Lane[],
  found: readonly FoundEntry[],
  read: ReadEvents,
  /** What is said of them is judged by `judgeReplies`. */
  replies: ReadonlySet<string> = new Set(),
): EventsVerdict {
  const missing = ['feed', 'live', 'bus'].map((where) => `missing (${where})`)
  const names = ['ids of nothing', FEED_ORDER, DELAYS, 'counts that differ', 'events that differ']
  const findings = createFindings([...missing, ...names, FILES, LOST_FILES])
  const expected = toExpectedIds(lanes, found)
  const isOther = (event: PublishedEvent): boolean => {
    const { conversationId, seq } = event
    const isReply = conversationId !== null && seq !== null && replies.has(toEntryId(conversationId, seq))
    return !isReply && !isOfWork(event) && !isOfDelay(event)
  }
  const whole = toFirsts(read.feed)
  const feed = toFirsts(read.feed.filter(isOther))
  const bus = toFirsts(read.bus.filter(isOther))
  const live = toFirsts(read.live.filter(isOther))
  for (const [where, seen] of Object.entries({ feed, live, bus })) {
    for (const [id, name] of expected) if (!seen.has(id)) findings.add(`missing (${where})`, name)
    for (const { id, type } of seen.values()) {
      if (!expected.has(id)) findings.add('ids of nothing', `${type} ${id} in ${where}`)
    }
  }
  judgeFeedOrder([...whole.values()], findings)
  judgeDelays(read, findings)

  const planned = countEvents(lanes)
  const published = Map.groupBy(
    [...feed.values()].filter((event) => !isOfFile(event)),
    ({ type }) => type,
  )
  for (const type of new Set([...planned.keys(), ...published.keys()])) {
    const [wanted, got] = [planned.get(type as never) ?? 0, published.get(type)?.length ?? 0]
    if (wanted !== got) findings.add('counts that differ', `${type}: ${got}, not ${wanted}`)
  }

  const entries = new Map(found.map((one) => [`${one.conversation.id} ${one.read.seq}`, one]))
  for (const event of feed.values()) {
    const entry = entries.get(`${event.conversationId} ${event.seq}`)
    const twin = bus.get(event.id)
    const difference = findDifference(event, entry) ?? findTwinDifference(event, twin, entry)
    if (difference !== null) findings.add('events that differ', `${event.type} ${event.id}: ${difference}`)
  }
  judgeFiles(found, countToldFiles(read.feed), findings)
  const absent = [...expected.keys()].filter((id) => !feed.has(id) || !bus.has(id))
  return {
    expected: expected.size,
    seen: new Set([...feed.keys(), ...bus.keys()]).size,
    missing: absent.length,
    repeats: read.feed.length - whole.size + read.bus.length - toFirsts(read.bus).size,
    findings: findings.list,
  }
}

/** Event id → what it is about. */
function toExpectedIds(lanes: readonly Lane[], found: readonly FoundEntry[]): Map<string, string> {
  const ids = new Map<string, string>()
  const add = (subjectId: string, seq: number | null, revision: number, part: number): void => {
    const id = toEventId({ subjectId, seq, revision, part })
    ids.set(id, `${subjectId} seq ${seq} revision ${revision} part ${part}`)
  }
  for (const { read, conversation, expected } of found) {
    for (let revision = 1; revision <= read.revision; revision++) add(conversation.id, read.seq, revision, 1)
    // The first entry opens its conversation.
    const caused = expected.caused.length + (read.seq === 1 ? 1 : 0)
    for (let part = 2; part <= caused + 1; part++) add(conversation.id, read.seq, 1, part)
  }
  for (const { contactChanges, contactId } of lanes) {
    contactChanges.forEach((_, change) => add(contactId, null, change + 1, 1))
  }
  return ids
}

function toFirsts(events: readonly PublishedEvent[]): Map<string, PublishedEvent> {
  const firsts = new Map<string, PublishedEvent>()
  for (const event of events) if (!firsts.has(event.id)) firsts.set(event.id, event)
  return firsts
}

function findDifference(event: PublishedEvent, found: FoundEntry | undefined): string | null {
  if (event.conversationId === null) return null
  if (found === undefined) return 'it is about no entry'
  const { read, conversation, expected } = found
  const { data } = event
  const isAbout =
    event.contactId === conversation.contactId &&
    event.channel === conversation.channel &&
    event.account?.id === conversation.account.id
  if (!isAbout) return 'it is about another conversation'
  if (!event.type.startsWith('message.')) return null
  if (data['providerId'] !== read.providerId) return `it is about ${String(data['providerId'])}`
  if (data['entryId'] !== toEntryId(conversation.id, read.seq)) return `it names ${String(data['entryId'])}`
  const text = event.type === 'message.edited' ? expected.textNow : expected.text
  // Of what writing it caused, only the first part speaks of the words.
  const hasText = (event.revision === 1 && event.part === 1) || event.type === 'message.edited'
  // Words that were taken back may or may not have been published before.
  const isFree = !hasText || (expected.isRemoved && data['text'] === null)
  return isFree || data['text'] === text ? null : `its text is ${JSON.stringify(data['text'])}`
}

/** The same id says the same thing wherever it is read. */
function findTwinDifference(
  event: PublishedEvent,
  twin: PublishedEvent | undefined,
  found: FoundEntry | undefined,
): string | null {
  if (twin === undefined || found?.expected.isRemoved === true) return null
  return isDeepStrictEqual(event, twin) ? null : 'the bus says something else'
}
