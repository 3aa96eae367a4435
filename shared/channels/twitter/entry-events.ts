import type {
  InboundEcho,
  InboundEvent,
  InboundMessage,
  OwnReplyThread,
  Thread,
} from '../../domain/inbound.ts'

/** What a message and an echo say alike. */
export type Written = Pick<
  InboundMessage,
  'providerId' | 'sentAt' | 'text' | 'content' | 'attachments' | 'replyTo'
>

const NOTHING = { text: null, attachments: [], replyTo: null }

export function toMessage(
  written: Written,
  thread: Thread,
  referral: InboundMessage['referral'],
): InboundEvent {
  return { kind: 'message', ...written, thread, referral, forwarded: false }
}

export function toEcho(written: Written, thread: InboundEcho['thread'], raw: unknown = null): InboundEvent {
  return { kind: 'echo', ...written, thread, forwarded: false, correlation: null, raw }
}

/** What our own side sent stays an echo, so that it is never taken for the customer's words. */
export function toUnreadable(
  place: { providerId: string; sentAt: string | null; of: string; raw: unknown },
  thread: Thread | OwnReplyThread,
  isOurs: boolean,
): InboundEvent {
  const { providerId, sentAt, of, raw } = place
  if (!isOurs && thread.party !== null) return { kind: 'unsupported', providerId, thread, sentAt, of, raw }
  return toEcho({ ...NOTHING, providerId, sentAt, content: { type: 'unsupported', of } }, thread, raw)
}
