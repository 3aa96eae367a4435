import * as z from 'zod'

export const QuickReply = z.strictObject({ title: z.string().min(1), payload: z.string().min(1) })
export type QuickReply = z.infer<typeof QuickReply>

/** A message that the platform has approved beforehand, with what fills its gaps. */
export const TemplateUse = z.strictObject({
  name: z.string().min(1),
  language: z.string().min(1),
  parameters: z.array(z.string()),
})
export type TemplateUse = z.infer<typeof TemplateUse>

/** Under which of the platform's rules a message goes out. `human_agent`: typed by a person, after the ordinary window. */
export const SendRule = z.enum(['standard', 'human_agent'])
export type SendRule = z.infer<typeof SendRule>

/** What an outbound message is beside its words: kept with its entry, so that it can be sent from the log alone. */
export const Outgoing = z.strictObject({
  quickReplies: z.array(QuickReply),
  template: TemplateUse.nullable(),
  rule: SendRule,
  /** Not sent by then, it fails with `send_expired`; later where the reply window moves meanwhile (`decideDeadline`). */
  expiresAt: z.iso.datetime(),
  /** Of a message that is part of a handoff. */
  handoff: z
    .strictObject({
      id: z.string(),
      /** `offer`: what becomes of it decides whether the handoff was delivered. `way`: follows once they came. */
      part: z.enum(['offer', 'way', 'announcement']),
      /**
       * What `{link}` in the text stands for; a path is one of this deployment. In it and in the text, `{code}` and `{token}`
       * are made when the message is sent, and never kept.
       */
      link: z.string().optional(),
      /** Goes to its writer alone, as the platform's private answer to this public message. */
      privateReplyTo: z.string().optional(),
      /** Offers the account's private messages beside the words. */
      messageLink: z.literal(true).optional(),
    })
    .optional(),
  /** Where the channel bills by segments: how many this text was when it was written. */
  segments: z
    .strictObject({ encoding: z.enum(['gsm7', 'ucs2']), count: z.number().int().positive() })
    .optional(),
})
export type Outgoing = z.infer<typeof Outgoing>

const Seq = z.number().int().positive()
const Time = z.iso.datetime()

/**
 * What a conversation is about to send. One at a time, in the agents' order: only the first of the queue is ever attempted.
 * Kept in the conversation's item, so that an echo is matched and an attempt claimed without reading anything else.
 */
export const Sending = z.strictObject({
  /** Queued messages, oldest first. */
  queue: z.array(Seq),
  /** Written before the call. While it is open nobody knows whether the platform has the message. */
  attempt: z
    .strictObject({ seq: Seq, number: z.number().int().positive(), startedAt: Time, digest: z.string() })
    .nullable(),
  /** The newest attempt of the first message that ended in "later": how long to wait grows with its number. */
  lastTry: z.strictObject({ seq: Seq, number: z.number().int().positive(), digest: z.string() }).optional(),
  /** The platform asked to wait until then. */
  notBefore: Time.nullable(),
  /** Sent or not: waiting for an echo, a receipt or a look-up to tell. Never sent again by itself. */
  unknown: z.array(
    z.strictObject({ seq: Seq, digest: z.string(), since: Time, attemptedAt: Time.optional() }),
  ),
  /** When the wheel looks whether all this moves. Planned by the unit of work; leave it as it is. */
  checkAt: Time.optional(),
})
export type Sending = z.infer<typeof Sending>

/** Why a message was not sent, as an agent reads it: stable, lower snake case. */
export const SEND_FAILURES = {
  window_closed: 'The reply window of the platform has closed',
  recipient_opted_out: 'The customer does not want messages here',
  recipient_unreachable: 'The platform cannot reach this customer',
  content_refused: 'The platform refused what the message says or holds',
  template_refused: 'The platform refused the template',
  text_too_long: 'The text is longer than the platform takes',
  account_refused: 'The platform does not let this account send: its token, permission or standing',
  account_limit_reached: 'The account has used up what the platform lets it send',
  reply_target_gone: 'What this answers exists no longer, or takes no more answers',
  duplicate_refused: 'The platform has a message with the same words already',
  not_accepted: 'The platform says that it never took the message',
  send_expired: 'It could not be sent before its time was up',
  handoff_ended: 'The handoff that it belongs to ended before it could be sent',
  provider_unsupported: 'This way of sending is not offered for the account',
  platform_rejected: 'The platform refused the message',
} as const
export type SendFailureCode = keyof typeof SEND_FAILURES
