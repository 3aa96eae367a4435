import type { Conversation } from '../conversation.ts'
import type { Entry, MessageEntry } from '../entry.ts'
import { laterOf } from '../instants.ts'
import { type ClockFact, DOUBT_MS, toClockFacts } from './clock-facts.ts'

/** What became known at once: new lines of the log, and what they and changes of earlier lines say of clocks. */
export type Moment = { at: string; lines: Entry[]; facts: ClockFact[] }

/**
 * The facts of a session in the order in which they became known, without what later turned out otherwise: a reply that
 * failed in the end never answered, and a question that was taken back unanswered was never asked.
 */
export function toMoments(conversation: Conversation, log: readonly Entry[], now: string): Moment[] {
  const moments = new Map<string, Moment>()
  const momentOf = (at: string, causationId: string): Moment => {
    const key = `${at}#${causationId}`
    const moment = moments.get(key) ?? { at, lines: [], facts: [] }
    moments.set(key, moment)
    return moment
  }
  // What was redriven stands late in the log with an early time: it was learned of after what stands before it.
  let learnedAt = ''
  for (const entry of log.toSorted((left, right) => left.seq - right.seq)) {
    learnedAt = laterOf(learnedAt, entry.at)
    momentOf(learnedAt, entry.causationId).lines.push(entry)
    for (const fact of listFacts(entry, conversation, log, now)) {
      const change = entry.changes.find(({ revision }) => revision === fact.cause.revision)
      const { at, causationId } = change ?? entry
      momentOf(laterOf(at, learnedAt), causationId).facts.push(fact)
    }
  }
  return [...moments.values()].toSorted((left, right) =>
    left.at < right.at ? -1 : left.at > right.at ? 1 : 0,
  )
}

function listFacts(
  entry: Entry,
  conversation: Conversation,
  log: readonly Entry[],
  now: string,
): ClockFact[] {
  // Whether something was spam is seen when it is played.
  const facts = toClockFacts([{ before: null, after: entry }], { ...conversation, tags: [] })
  if (entry.kind !== 'message') return facts
  return facts.flatMap((fact): ClockFact[] => {
    switch (fact.kind) {
      case 'wrote':
        return fact.by === 'message' && isTakenBack(entry, log) ? [] : [fact]
      case 'accepted':
        return entry.status === 'failed' ? [] : [{ ...fact, isAfterAll: false }]
      case 'doubted':
        return isBelieved(entry, fact.at, now) ? [{ ...fact, kind: 'accepted', isAfterAll: false }] : []
      case 'withdrawn':
        return []
      case 'status':
      case 'tried':
      case 'refused':
      case 'sorted':
        return [fact]
    }
  })
}

/** Counts for a while although nobody knows whether it was sent; and for good, where it turned out that it was. */
function isBelieved({ status }: MessageEntry, at: string, now: string): boolean {
  if (status === 'unknown') return Date.parse(now) - Date.parse(at) < DOUBT_MS
  return status !== 'failed'
}

/** Before anything of ours was sent after it. */
function isTakenBack({ seq, removedAt }: MessageEntry, log: readonly Entry[]): boolean {
  if (removedAt === null) return false
  return !log.some(
    (entry) =>
      entry.kind === 'message' &&
      entry.direction === 'outbound' &&
      entry.seq > seq &&
      entry.status !== 'failed' &&
      entry.sentAt < removedAt,
  )
}
