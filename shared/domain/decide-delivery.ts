import { toContentDigest } from './content-digest.ts'
import type { Conversation } from './conversation.ts'
import type { MessageEntry } from './entry.ts'
import type { Sending } from './outgoing.ts'
import type { Redaction } from './redaction/redaction.ts'

/** What a look at a conversation's queue calls for. */
export type DeliveryStep =
  | { kind: 'idle' }
  /** An attempt is open and whoever made it is gone: nobody knows whether the platform has the message. */
  | { kind: 'abandoned'; seq: number; number: number }
  | { kind: 'waits'; until: string }
  | { kind: 'next'; seq: number }

/** One message at a time, the oldest first: what follows waits with it. */
export function decideStep({ sending }: Pick<Conversation, 'sending'>, now: Date): DeliveryStep {
  const seq = sending?.queue[0]
  if (sending == null || seq === undefined) return { kind: 'idle' }
  if (sending.attempt !== null) return { kind: 'abandoned', ...pickAttempt(sending.attempt) }
  if (sending.notBefore !== null && sending.notBefore > now.toISOString()) {
    return { kind: 'waits', until: sending.notBefore }
  }
  return { kind: 'next', seq }
}

/**
 * The conversation with an open attempt at its first message. It must be saved before the call is made. An echo of it
 * comes masked, so its words are remembered masked too.
 */
export function claimAttempt(
  conversation: Conversation,
  entry: MessageEntry,
  now: Date,
  redaction: Redaction,
): Conversation {
  const { sending } = conversation
  if (sending?.queue[0] !== entry.seq || sending.attempt !== null) {
    throw new TypeError('only the first message of a queue is attempted, and only once at a time')
  }
  const { seq } = entry
  const at = now.toISOString()
  const number = sending.lastTry?.seq === seq ? sending.lastTry.number + 1 : 1
  const words = entry.text === null ? null : redaction.mask(entry.text, new Set())
  const attempt = {
    seq,
    number,
    startedAt: at,
    digest: toContentDigest(words, entry.attachments.length > 0) ?? '',
  }
  return {
    ...conversation,
    sending: { ...sending, notBefore: null, attempt },
    updatedAt: at > conversation.updatedAt ? at : conversation.updatedAt,
  }
}

/** The message that an echo without correlation can only be: the same words, and sent or perhaps sent by us. */
export function matchEcho(
  { sending }: Pick<Conversation, 'sending'>,
  text: string | null,
  hasFiles = false,
): number | null {
  const digest = toContentDigest(text, hasFiles)
  if (sending == null || digest === null) return null
  const { attempt, lastTry, unknown } = sending
  // The oldest first, as they were sent.
  const candidates = [...unknown, ...(attempt === null ? [] : [attempt]), ...(lastTry ? [lastTry] : [])]
  return candidates.find((candidate) => candidate.digest === digest)?.seq ?? null
}

function pickAttempt({ seq, number }: NonNullable<Sending['attempt']>): { seq: number; number: number } {
  return { seq, number }
}
