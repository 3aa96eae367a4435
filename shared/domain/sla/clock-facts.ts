import { type Conversation, type ConversationStatus, SPAM_TAG } from '../conversation.ts'
import type { ActivityEntry, ActorKind, Entry, EntryChange, MessageEntry, MessageStatus } from '../entry.ts'
import type { EventPart } from '../event-part.ts'

/** A reply that nobody knows the fate of counts for so long. */
export const DOUBT_MS = 10 * 60_000

/** The revision of an entry that made something happen. */
export type Cause = { seq: number; revision: number }

/** What clocks know of a conversation's log. Instants are when Inlet learned of it, of replies when the platform took them. */
export type ClockFact = { cause: Cause; at: string } & (
  | { kind: 'status'; to: ConversationStatus; snoozedFor: 'customer' | 'agent' | null }
  /** The customer wants something answered. `seq` is where in the log: what is written after it may answer it. */
  | { kind: 'wrote'; seq: number; by: 'message' | 'edit' | 'reaction'; delayMs: number }
  /** A reply was written; what becomes of it comes later. */
  | { kind: 'tried'; seq: number; author: ActorKind }
  /** `isAfterAll`: it had been said to have failed, or nobody knew. */
  | { kind: 'accepted'; seq: number; author: ActorKind; isAfterAll: boolean }
  /** Perhaps accepted: it counts for a while. */
  | { kind: 'doubted'; seq: number; author: ActorKind }
  | { kind: 'refused'; seq: number; author: ActorKind; wasAccepted: boolean }
  /** The customer took a message back. */
  | { kind: 'withdrawn'; seq: number }
  /** What policies are chosen by has changed. */
  | { kind: 'sorted' }
)

/** An entry before and after a transaction. */
export type EntryMove = { before: Entry | null; after: Entry }

/** The facts of one transaction: changes of what was written before, then what is new, in the order of the log. */
export function toClockFacts(moves: readonly EntryMove[], conversation: Conversation): ClockFact[] {
  const inOrder = moves.toSorted((left, right) => left.after.seq - right.after.seq)
  const isNew = ({ before }: EntryMove): boolean => before === null
  return [...inOrder.filter((move) => !isNew(move)), ...inOrder.filter(isNew)]
    .flatMap(({ before, after }) => [
      ...(before === null ? toFirstFacts(after) : []),
      ...(after.kind === 'message' ? toChangeFacts(before?.kind === 'message' ? before : null, after) : []),
    ])
    .filter(({ kind }) => kind !== 'wrote' || !conversation.tags.includes(SPAM_TAG))
}

function toFirstFacts(entry: Entry): ClockFact[] {
  const { seq, at } = entry
  const cause = { seq, revision: 1 }
  if (entry.kind === 'activity') return toActivityFacts(entry, cause)
  if (entry.kind !== 'message') return []
  const isReopened = entry.caused.some(({ type }) => type === 'conversation.reopened')
  const reopened: ClockFact[] = isReopened
    ? [{ kind: 'status', cause, at, to: 'open', snoozedFor: null }]
    : []
  if (entry.direction === 'inbound') {
    const delayMs = Date.parse(at) - Date.parse(entry.sentAt)
    return waitsForAnswer(entry)
      ? [...reopened, { kind: 'wrote', cause, at, seq, by: 'message', delayMs }]
      : reopened
  }
  const author = entry.actor.kind
  return entry.outgoing === null
    ? [{ kind: 'accepted', cause, at: entry.sentAt, seq, author, isAfterAll: false }]
    : [...reopened, { kind: 'tried', cause, at, seq, author }]
}

function toActivityFacts({ type, data, at }: ActivityEntry, cause: Cause): ClockFact[] {
  switch (type) {
    case 'conversation.status_changed': {
      const { to, snoozedFor } = data as Pick<ClockFact & { kind: 'status' }, 'to' | 'snoozedFor'>
      return [{ kind: 'status', cause, at, to, snoozedFor }]
    }
    case 'conversation.tagged':
    case 'conversation.priority_changed':
      return [{ kind: 'sorted', cause, at }]
    default:
      return []
  }
}

/** A tap that leads here, or the word that forbids us to write, is no question. */
export function waitsForAnswer({ content, optsOut }: Pick<MessageEntry, 'content' | 'optsOut'>): boolean {
  const isTap = content.type === 'interactive' && (content.kind === 'referral' || content.kind === 'opt_in')
  return !isTap && optsOut !== true
}

function toChangeFacts(before: MessageEntry | null, after: MessageEntry): ClockFact[] {
  const known = before?.revision ?? 1
  // One transaction may hold several: sent, and failed by a receipt that had waited for it.
  let { status } = before ?? after
  return after.changes
    .filter(({ revision }) => revision > known)
    .flatMap((change) =>
      change.parts.flatMap((part) => {
        const fact = toChangeFact(status, after, change, part)
        status = STATUS_AFTER[part.type] ?? status
        return fact ?? []
      }),
    )
}

const STATUS_AFTER: Partial<Record<EventPart['type'], MessageStatus>> = {
  'message.unknown': 'unknown',
  'message.sent': 'sent',
  'message.delivered': 'delivered',
  'message.read': 'read',
  'message.failed': 'failed',
}

function toChangeFact(
  before: MessageStatus,
  entry: MessageEntry,
  { revision, at, actor, afterSeq }: EntryChange,
  { type, data }: EventPart,
): ClockFact | null {
  const { seq } = entry
  const cause = { seq, revision }
  const author = entry.actor.kind
  const isOurs = entry.direction === 'outbound'
  switch (type) {
    case 'message.sent':
      return {
        kind: 'accepted',
        cause,
        at: toInstant(data['at'], at),
        seq,
        author,
        isAfterAll: before !== 'queued',
      }
    case 'message.delivered':
    case 'message.read':
      // Said to have failed, and there after all.
      return isOurs && before === 'failed'
        ? { kind: 'accepted', cause, at: entry.sentAt, seq, author, isAfterAll: true }
        : null
    case 'message.unknown':
      return data['reason'] === 'given_up'
        ? null
        : { kind: 'doubted', cause, at: toInstant(data['attemptedAt'], at), seq, author }
    case 'message.failed':
      return { kind: 'refused', cause, at, seq, author, wasAccepted: before !== 'queued' }
    case 'message.removed':
      return isOurs ? null : { kind: 'withdrawn', cause, at, seq }
    case 'message.edited':
      return isOurs || afterSeq === undefined
        ? null
        : { kind: 'wrote', cause, at, seq: afterSeq, by: 'edit', delayMs: 0 }
    case 'message.reaction_changed':
      return actor.kind === 'contact' && data['emoji'] !== null
        ? { kind: 'wrote', cause, at, seq: afterSeq ?? seq, by: 'reaction', delayMs: 0 }
        : null
    default:
      return null
  }
}

export function toInstant(said: unknown, otherwise: string): string {
  return typeof said === 'string' ? said : otherwise
}
