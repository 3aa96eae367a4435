import type { Conversation } from './conversation.ts'
import { toCoveredStatus } from './covered-status.ts'
import type { EntryChange, MessageEntry } from './entry.ts'
import type { EventPart } from './event-part.ts'
import type { SendFailureCode, Sending } from './outgoing.ts'

/** What became of a message that we send. */
export type Settlement =
  /** The platform has it. `sentAt`: when it said so, or when we called. */
  | { kind: 'sent'; providerId: string; sentAt: string }
  | { kind: 'failed'; code: SendFailureCode; providerCode: string | null; title: string }
  /** Not now. Says nothing if the message is settled already. */
  | { kind: 'retry'; number: number; notBefore: string }
  /** Sent or not: nobody knows yet. */
  | { kind: 'unknown'; number: number; reason: string }

export type SettlementOrigin = { at: string; causationId: string }

export type SettlementOutcome =
  | { kind: 'changed'; conversation: Conversation; entry: MessageEntry }
  /** Only what is to be sent changed: nothing that anybody is told. */
  | { kind: 'requeued'; conversation: Conversation }
  | { kind: 'unchanged' }

/**
 * What a message of our side becomes by what is learned of it, from whatever side: the answer to the call, an echo, a
 * receipt, a look-up. Whatever comes later, in whatever order, a message is sent once and never attempted again.
 */
export function decideSettlement(
  entry: MessageEntry,
  conversation: Conversation,
  settlement: Settlement,
  origin: SettlementOrigin,
): SettlementOutcome {
  if (entry.outgoing === null) return { kind: 'unchanged' }
  const isOpen = entry.status === 'queued' || entry.status === 'unknown'
  switch (settlement.kind) {
    case 'sent': {
      // Given up by us and yet taken by the platform: what the platform has, the customer has.
      const isGivenUp = entry.status === 'failed' && entry.providerId === null
      if (!isOpen && !isGivenUp) return { kind: 'unchanged' }
      return settleSent(entry, conversation, settlement, origin)
    }
    case 'failed': {
      if (!isOpen) return { kind: 'unchanged' }
      const { code, providerCode, title } = settlement
      const error = { code, providerCode, title }
      const part: EventPart = { type: 'message.failed', data: { at: origin.at, error } }
      return change(entry, conversation, { status: 'failed', error }, [part], origin)
    }
    case 'retry': {
      if (!isAttempt(conversation, entry, settlement.number)) return { kind: 'unchanged' }
      return { kind: 'requeued', conversation: requeue(conversation, settlement.notBefore) }
    }
    case 'unknown': {
      if (!isAttempt(conversation, entry, settlement.number)) return { kind: 'unchanged' }
      return settleUnknown(entry, conversation, settlement.reason, origin)
    }
  }
}

function settleSent(
  entry: MessageEntry,
  conversation: Conversation,
  { providerId, sentAt }: Settlement & { kind: 'sent' },
  origin: SettlementOrigin,
): SettlementOutcome {
  // Watermarks are compared with it: it must not lie before the message was sent.
  const time = sentAt > entry.at ? sentAt : entry.at
  const covered = toCoveredStatus(conversation, time)
  const parts: EventPart[] = [{ type: 'message.sent', data: { at: time } }]
  if (covered !== null) parts.push({ type: `message.${covered.status}`, data: { at: covered.at } })
  const status = covered?.status ?? 'sent'
  return change(entry, conversation, { status, providerId, sentAt: time, error: null }, parts, origin)
}

function settleUnknown(
  entry: MessageEntry,
  conversation: Conversation,
  reason: string,
  origin: SettlementOrigin,
): SettlementOutcome {
  const { digest = '', startedAt = origin.at } = conversation.sending?.attempt ?? {}
  const part: EventPart = { type: 'message.unknown', data: { at: origin.at, reason, attemptedAt: startedAt } }
  const outcome = change(entry, conversation, { status: 'unknown' }, [part], origin)
  const { sending } = outcome.conversation
  const rest = sending ?? { queue: [], attempt: null, notBefore: null, unknown: [] }
  const unknown = [...rest.unknown, { seq: entry.seq, digest, since: origin.at, attemptedAt: startedAt }]
  return { ...outcome, conversation: { ...outcome.conversation, sending: { ...rest, unknown } } }
}

function isAttempt({ sending }: Conversation, entry: MessageEntry, number: number): boolean {
  const attempt = sending?.attempt ?? null
  return entry.status === 'queued' && attempt?.seq === entry.seq && attempt.number === number
}

function requeue(conversation: Conversation, notBefore: string): Conversation {
  const { sending } = conversation
  if (sending?.attempt == null) return conversation
  const { seq, number, digest } = sending.attempt
  return {
    ...conversation,
    sending: { ...sending, attempt: null, notBefore, lastTry: { seq, number, digest } },
  }
}

function change(
  entry: MessageEntry,
  conversation: Conversation,
  patch: Partial<MessageEntry>,
  parts: EventPart[],
  { at, causationId }: SettlementOrigin,
): Extract<SettlementOutcome, { kind: 'changed' }> {
  const revision = entry.revision + 1
  const actor = { kind: 'system', id: null, name: null } as const
  const { seq: afterSeq, version: afterVersion } = conversation
  const record: EntryChange = { revision, at, actor, causationId, parts, afterSeq, afterVersion }
  return {
    kind: 'changed',
    entry: { ...entry, ...patch, revision, changes: [...entry.changes, record] },
    conversation: {
      ...conversation,
      sending: withoutMessage(conversation.sending, entry.seq),
      touched: [...conversation.touched, { seq: entry.seq, revision }],
      updatedAt: at > conversation.updatedAt ? at : conversation.updatedAt,
    },
  }
}

/** What is to be sent without this message; null where nothing is left to send and nothing is unsettled. */
export function withoutMessage(sending: Sending | null, seq: number): Sending | null {
  if (sending === null) return null
  const { lastTry, ...rest } = sending
  const queue = rest.queue.filter((each) => each !== seq)
  const unknown = rest.unknown.filter((each) => each.seq !== seq)
  const attempt = rest.attempt?.seq === seq ? null : rest.attempt
  if (queue.length === 0 && unknown.length === 0 && attempt === null) return null
  return {
    queue,
    attempt,
    unknown,
    // What the platform asked for holds for what follows too.
    notBefore: rest.notBefore,
    ...(lastTry === undefined || lastTry.seq === seq ? {} : { lastTry }),
  }
}
