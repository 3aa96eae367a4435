import { SPAM_TAG } from '../conversation.ts'
import { addMs } from '../due.ts'
import type { ActivityEntry, Entry, EntryChange, MessageEntry } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { laterOf } from '../instants.ts'
import { DOUBT_MS, toInstant, waitsForAnswer } from './clock-facts.ts'
import type { Wait } from './clocks.ts'

/** Something that the customer wants answered. `source`: the entry that asks. */
export type Question = Wait & { source: number }

/** What moves the wait for an answer, as everything that is known of the log now says. */
export type AnswerStep =
  | { kind: 'asked'; question: Question }
  | { kind: 'tried'; seq: number }
  | { kind: 'answered'; seq: number; at: string }
  | { kind: 'withdrawn'; source: number; at: string }
  | { kind: 'closed' | 'spam' | 'no_spam'; at: string }

export type StepSettings = {
  countsReply: (entry: MessageEntry) => boolean
  countsReactions: boolean
  /** Replies in doubt that still count. */
  pendingDoubts: ReadonlySet<number>
  /** How many more comments of the log may ask. */
  commentsLeft: number
  isSpam: boolean
  /** The log begins later than the session: what stands before it was asked, and answered. */
  isCut: boolean
}

type Placed = { place: number; version: number; at: string; seq: number; revision: number; step: AnswerStep }

/** In the order in which Inlet learned of them: not that of the log, where a reply stands since it was written. */
export function listAnswerSteps(log: readonly Entry[], settings: StepSettings): AnswerStep[] {
  const toPlace = createPlaces(log)
  const placed = listSources(log, settings).map(({ seq, change, step }): Placed => ({
    place: change === null ? seq : toPlace(seq, change),
    version: change?.afterVersion ?? 0,
    at: change?.at ?? '',
    seq,
    revision: change?.revision ?? 1,
    step,
  }))
  return placed.toSorted(compare).map(({ step }) => step)
}

/** A change stands behind the entry that was the last when it came, before the next one; times of two webhooks may cross. */
function compare(left: Placed, right: Placed): number {
  if (left.place !== right.place) return left.place - right.place
  if (left.version !== right.version) return left.version - right.version
  if (left.version === 0 && left.at !== right.at) return left.at < right.at ? -1 : 1
  return left.seq - right.seq || left.revision - right.revision
}

/** The last entry when a change came. One that does not say so was written by an earlier version: its time tells. */
function createPlaces(log: readonly Entry[]): (seq: number, change: EntryChange) => number {
  let at = ''
  // An envelope that was redriven stands late in the log with an early time: it was learned of after what stands before it.
  const learned = log
    .toSorted((left, right) => left.seq - right.seq)
    .map((entry) => ({ seq: entry.seq, at: (at = laterOf(at, entry.at)) }))
  return (seq, change) => {
    const last = change.afterSeq ?? learned.findLast((entry) => entry.at <= change.at)?.seq ?? seq
    return Math.max(seq, last)
  }
}

type Source = { seq: number; change: EntryChange | null; step: AnswerStep }

function listSources(log: readonly Entry[], settings: StepSettings): Source[] {
  const inOrder = log.toSorted((left, right) => left.seq - right.seq)
  let isSpam = wasSpamAtFirst(inOrder, settings.isSpam)
  let commentsLeft = settings.commentsLeft
  return inOrder.flatMap((entry): Source[] => {
    if (entry.kind === 'activity') {
      const mark = toSpamMark(entry)
      isSpam = mark ?? isSpam
      return listActivitySteps(entry, mark)
    }
    if (entry.kind !== 'message') return []
    const later = listLaterQuestions(entry, settings.countsReactions)
    if (entry.direction === 'outbound') return [...listReplySteps(entry, settings), ...later]
    const asks = !isSpam && waitsForAnswer({ ...entry, content: (entry.original ?? entry).content })
    if (asks) commentsLeft -= 1
    const first = asks && commentsLeft >= 0 ? [toQuestion(entry)] : []
    return [...first, ...later, ...listRemovals(entry)]
  })
}

function toQuestion({ seq, at, sentAt }: MessageEntry): Source {
  const delayMs = Date.parse(at) - Date.parse(sentAt)
  return { seq, change: null, step: { kind: 'asked', question: { seq, at, delayMs, source: seq } } }
}

function listActivitySteps({ seq, at, type, data }: ActivityEntry, mark: boolean | null): Source[] {
  const isClosing = type === 'conversation.status_changed' && data['to'] === 'closed'
  if (isClosing) return [{ seq, change: null, step: { kind: 'closed', at } }]
  if (mark === null) return []
  return [{ seq, change: null, step: { kind: mark ? 'spam' : 'no_spam', at } }]
}

/** Whether a line marks the conversation as spam, or takes the mark away; null: neither. */
function toSpamMark({ type, data }: ActivityEntry): boolean | null {
  if (type !== 'conversation.tagged') return null
  const { added, removed } = data as { added: string[]; removed: string[] }
  if (added.includes(SPAM_TAG)) return true
  return removed.includes(SPAM_TAG) ? false : null
}

/** Whether the conversation was spam before the log began. */
export function wasSpamAtFirst(log: readonly Entry[], isSpam: boolean): boolean {
  const inOrder = log.toSorted((left, right) => left.seq - right.seq)
  for (const entry of inOrder) {
    const mark = entry.kind === 'activity' ? toSpamMark(entry) : null
    if (mark !== null) return !mark
  }
  return isSpam
}

function listReplySteps(entry: MessageEntry, { countsReply, pendingDoubts }: StepSettings): Source[] {
  if (!countsReply(entry)) return []
  const { seq } = entry
  const tried: Source = { seq, change: null, step: { kind: 'tried', seq } }
  const taken = toAcceptance(entry, pendingDoubts)
  if (taken === null) return [tried]
  return [tried, { seq, change: taken.change, step: { kind: 'answered', seq, at: taken.at } }]
}

/** When the platform took a reply, or perhaps did, and the change that told; null: it did not, or not yet. */
function toAcceptance(
  entry: MessageEntry,
  pendingDoubts: ReadonlySet<number>,
): { at: string; change: EntryChange | null } | null {
  const { status, sentAt, changes, outgoing } = entry
  if (status === 'queued' || status === 'failed') return null
  if (outgoing === null) return { at: sentAt, change: null }
  const doubt = findTelling(
    changes,
    ({ type, data }) => type === 'message.unknown' && data['reason'] !== 'given_up',
  )
  const attemptedAt = doubt && toInstant(doubt.part.data['attemptedAt'], doubt.change.at)
  if (status === 'unknown') {
    return doubt && attemptedAt && pendingDoubts.has(entry.seq)
      ? { at: attemptedAt, change: doubt.change }
      : null
  }
  const sent = findTelling(changes, ({ type }) => TAKEN.has(type))
  // Settled while it counted: it has counted since the attempt.
  const isInTime = attemptedAt && sent && sent.change.at < addMs(attemptedAt, DOUBT_MS)
  return isInTime ? { at: attemptedAt, change: doubt.change } : { at: sentAt, change: sent?.change ?? null }
}

const TAKEN: ReadonlySet<EventPart['type']> = new Set(['message.sent', 'message.delivered', 'message.read'])

function findTelling(
  changes: readonly EntryChange[],
  tells: (part: EventPart) => boolean,
): { change: EntryChange; part: EventPart } | null {
  for (const change of changes) {
    const part = change.parts.find(tells)
    if (part !== undefined) return { change, part }
  }
  return null
}

/** What a customer changed of a message after something else was written, or how they reacted. */
function listLaterQuestions({ seq, direction, changes }: MessageEntry, countsReactions: boolean): Source[] {
  return changes.flatMap((change): Source[] => {
    const { at, actor, afterSeq, parts } = change
    const asks = parts.some(({ type, data }) =>
      type === 'message.edited'
        ? direction === 'inbound'
        : countsReactions &&
          type === 'message.reaction_changed' &&
          actor.kind === 'contact' &&
          data['emoji'] !== null,
    )
    if (!asks || afterSeq === undefined) return []
    return [
      { seq, change, step: { kind: 'asked', question: { seq: afterSeq, at, delayMs: 0, source: seq } } },
    ]
  })
}

function listRemovals({ seq, changes }: MessageEntry): Source[] {
  const removal = findTelling(changes, ({ type }) => type === 'message.removed')
  if (removal === null) return []
  return [{ seq, change: removal.change, step: { kind: 'withdrawn', source: seq, at: removal.change.at } }]
}
