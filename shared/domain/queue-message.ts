import type { Conversation } from './conversation.ts'
import { toPreview } from './decide-addition.ts'
import { toExpiry } from './decide-deadline.ts'
import type { Wording } from './decide-send.ts'
import type { Actor, Attachment, MessageEntry } from './entry.ts'
import type { EventPart } from './event-part.ts'
import type { Outgoing, SendRule } from './outgoing.ts'
import { countSmsSegments } from './sms-segments.ts'
import { laterOf } from './instants.ts'

export type QueuedMessage = Omit<Wording, 'files'> & {
  /** Stored already. */
  attachments?: Attachment[]
  actor: Actor
  causationId: string
  now: Date
  rule: SendRule
  /** Until when the rules let it go out. */
  until: string | null
  replyTo: MessageEntry['replyTo']
  /** The channel bills by segments. */
  segments: boolean
  /** The handoff that it is part of. */
  handoff?: Outgoing['handoff']
  /** What else its writing causes. */
  caused?: EventPart[]
}

/** Writes a message of our side at the end of the log and of what the conversation has to send. */
export function queueMessage(
  before: Conversation,
  message: QueuedMessage,
): { conversation: Conversation; entry: MessageEntry } {
  const at = message.now.toISOString()
  const seq = before.seq + 1
  const entry = createQueuedEntry(before, message, seq, at)
  const sending = before.sending ?? { queue: [], attempt: null, notBefore: null, unknown: [] }
  return {
    entry,
    conversation: {
      ...before,
      seq,
      sending: { ...sending, queue: [...sending.queue, seq] },
      lastMessage: { seq, text: toPreview(entry.text), at, direction: 'outbound' },
      unread: 0,
      updatedAt: laterOf(before.updatedAt, at),
      activityAt: laterOf(before.activityAt, at),
    },
  }
}

function createQueuedEntry(
  { id }: Conversation,
  message: QueuedMessage,
  seq: number,
  at: string,
): MessageEntry {
  const { text, quickReplies, template, attachments = [], rule, until, now } = message
  return {
    kind: 'message',
    conversationId: id,
    seq,
    revision: 1,
    at,
    actor: message.actor,
    causationId: message.causationId,
    caused: message.caused ?? [],
    changes: [],
    direction: 'outbound',
    text,
    original: null,
    content:
      template === null
        ? { type: attachments.length > 0 ? 'media' : 'text' }
        : { type: 'template', name: template.name, language: template.language },
    sentAt: at,
    providerId: null,
    outgoing: {
      quickReplies: [...quickReplies],
      template,
      rule,
      expiresAt: toExpiry(until, now),
      ...(message.handoff === undefined ? {} : { handoff: message.handoff }),
      ...(message.segments && text !== null ? { segments: countSmsSegments(text) } : {}),
    },
    late: false,
    attachments,
    replyTo: message.replyTo,
    reactions: [],
    editedAt: null,
    removedAt: null,
    hiddenAt: null,
    status: 'queued',
    error: null,
    referral: null,
    forwarded: false,
    raw: null,
  }
}
