import type { Conversation } from '../conversation.ts'
import type { Actor, Attachment, MessageEntry, Sealed } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { toEntryId } from '../ids.ts'
import { laterOf } from '../instants.ts'
import type { ReplyRules } from '../reply-options.ts'

/** Secure threads as a channel: a page of ours, so nothing of it is a platform's. */
export const THREAD_CHANNEL = 'web'
export const THREAD_PROVIDER = 'inlet'

export const THREAD_TEXT_CHARS_MAX = 4000

/** What may be said there: words, at any time, by anybody, until it has ended. */
export const THREAD_RULES: ReplyRules = {
  textMaxChars: THREAD_TEXT_CHARS_MAX,
  textCounting: 'utf16',
  replyWindow: null,
  humanAgentWindow: null,
  quickRepliesMax: 0,
  templates: false,
  prices: [],
}

export type ThreadWords = {
  direction: MessageEntry['direction']
  actor: Actor
  /** The words, sealed for this line; null: it is a file. */
  sealed: Sealed | null
  /** Sealed too. */
  file?: Attachment
  /** Names of what stands masked in them. */
  masked?: string[]
  at: string
  causationId: string
  caused: EventPart[]
}

/** A line of a secure thread: what our side writes there is sent by being written. */
export function createThreadMessage(
  { id: conversationId }: Pick<Conversation, 'id'>,
  seq: number,
  { direction, actor, sealed, file, masked = [], at, causationId, caused }: ThreadWords,
): MessageEntry {
  return {
    kind: 'message',
    conversationId,
    seq,
    revision: 1,
    at,
    actor,
    causationId,
    caused,
    changes: [],
    direction,
    text: null,
    ...(masked.length > 0 && { masked }),
    original: null,
    content: { type: file === undefined ? 'text' : 'media' },
    sentAt: at,
    providerId: toEntryId(conversationId, seq),
    outgoing: null,
    late: false,
    attachments: file === undefined ? [] : [file],
    replyTo: null,
    reactions: [],
    editedAt: null,
    removedAt: null,
    hiddenAt: null,
    status: direction === 'inbound' ? 'received' : 'sent',
    error: null,
    referral: null,
    forwarded: false,
    raw: null,
    ...(sealed !== null && { sealed }),
  }
}

/** The conversation once such a line stands at its end. */
export function withThreadMessage(
  before: Conversation,
  { seq, at, direction, attachments }: Pick<MessageEntry, 'seq' | 'at' | 'direction' | 'attachments'>,
): Conversation {
  const isInbound = direction === 'inbound'
  const { secure } = before
  return {
    ...before,
    seq,
    ...(secure !== undefined && attachments.length > 0
      ? { secure: { ...secure, files: (secure.files ?? 0) + attachments.length } }
      : {}),
    // Whoever waited for the customer has them.
    ...(isInbound && before.status !== 'open' && before.status !== 'closed'
      ? {
          status: 'open' as const,
          snoozedUntil: null,
          snoozedFor: null,
          workflowRevision: before.workflowRevision + 1,
        }
      : {}),
    lastMessage: { seq, text: null, at, direction },
    unread: isInbound ? before.unread + 1 : 0,
    lastInboundAt: isInbound ? laterOf(before.lastInboundAt, at) : before.lastInboundAt,
    updatedAt: laterOf(before.updatedAt, at),
    activityAt: laterOf(before.activityAt, at),
  }
}

/** What a customer's line causes: a conversation opens with the first, and again after it waited. */
export function toOpeningParts({ seq, status, session }: Conversation): EventPart[] {
  if (seq === 0) return [{ type: 'conversation.opened', data: { session: session.number } }]
  if (status === 'open') return []
  return [{ type: 'conversation.reopened', data: { from: status, session: session.number } }]
}
