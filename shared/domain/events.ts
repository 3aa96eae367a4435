import * as z from 'zod'
import { AccountHealth } from './account.ts'
import { ChannelName, Visibility } from './channel-name.ts'
import { MergeProof } from './contact.ts'
import { AttachmentType, Content } from './content.ts'
import { ConversationStatus, Priority } from './conversation.ts'
import { Actor, MessageStatus } from './entry.ts'
import type { EventType } from './event-part.ts'
import { HANDOFF_EVENT_DATA } from './handoff/handoff-event-data.ts'
import { Identity } from './identity.ts'
import { CLOCK_EVENT_DATA } from './sla/clock-event-data.ts'
import { Metric } from './sla/metric.ts'

/** EventBridge `source` of everything that Inlet publishes. */
export const EVENT_SOURCE = 'inlet'

/** Message events carry at most this much text; `truncated` says that there is more. */
export const EVENT_TEXT_BYTES_MAX = 4096

/** Far enough below EventBridge's entry limit for its own envelope. */
export const EVENT_DETAIL_BYTES_MAX = 200_000

const Time = z.iso.datetime()

/** Names of what was masked in the text: `card`, `iban`, `unchecked`, or of the deployment's patterns. Absent: nothing. */
const Masked = z.array(z.string()).min(1).optional()

const MessageData = z.strictObject({
  entryId: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  status: MessageStatus,
  /** null where there are no words, where a setting leaves text out, or once the customer took the message back. */
  text: z.string().nullable(),
  truncated: z.boolean(),
  /** What kind of thing it is; its details are in the entry where they would not fit here. */
  content: z.union([Content, z.strictObject({ type: z.string(), truncated: z.literal(true) })]),
  attachments: z.array(
    z.strictObject({
      id: z.string(),
      type: AttachmentType,
      mimeType: z.string().nullable(),
      sizeBytes: z.number().nullable(),
    }),
  ),
  replyTo: z.strictObject({ entryId: z.string().nullable(), providerId: z.string() }).nullable(),
  providerId: z.string(),
  sentAt: Time,
  late: z.boolean(),
  masked: Masked,
})

const ReceiptData = z.strictObject({ entryId: z.string(), providerId: z.string(), at: Time.nullable() })
const MessageError = z.strictObject({
  code: z.string(),
  providerCode: z.string().nullable(),
  title: z.string(),
})
const HidingData = z.strictObject({ entryId: z.string(), providerId: z.string(), at: Time })
/** Of one attachment of a message. */
const FileData = z.strictObject({
  entryId: z.string(),
  providerId: z.string(),
  at: Time,
  attachmentId: z.string(),
  attachmentType: AttachmentType,
})
const WorkedBy = z.strictObject({ assignee: z.string().nullable(), team: z.string().nullable() })
/** `with` is the other contact; `role` says what became of this one. */
const MergeData = z.strictObject({
  role: z.enum(['survivor', 'merged']),
  with: z.string(),
  proof: MergeProof,
})
const AccountHealthData = z.strictObject({
  from: AccountHealth,
  to: AccountHealth,
  /** Why: stable, lower snake case, as in the account's `lastError`. */
  code: z.string(),
  detail: z.string().nullable(),
})
const OptOutData = z.strictObject({
  identity: Identity,
  accountId: z.string(),
  scope: z.enum(['all', 'marketing']),
  by: z.enum(['keyword', 'platform']),
})

/** The catalogue: every event type, its version and what its `data` holds. JSON Schema is made from it. */
export const EVENTS = {
  'message.received': { version: 1, data: MessageData },
  'message.queued': { version: 1, data: MessageData.extend({ providerId: z.null() }) },
  'message.unknown': {
    version: 1,
    data: ReceiptData.extend({
      providerId: z.null(),
      reason: z.string(),
      /** When the call was made. */
      attemptedAt: Time.optional(),
    }),
  },
  'message.sent': { version: 1, data: z.union([MessageData, ReceiptData]) },
  'message.delivered': { version: 1, data: ReceiptData },
  'message.read': { version: 1, data: ReceiptData },
  'message.failed': {
    version: 1,
    data: ReceiptData.extend({ providerId: z.string().nullable(), error: MessageError }),
  },
  'message.edited': {
    version: 1,
    data: z.strictObject({
      entryId: z.string(),
      providerId: z.string(),
      at: Time,
      text: z.string().nullable(),
      truncated: z.boolean(),
      masked: Masked,
    }),
  },
  'message.removed': {
    version: 1,
    data: z.strictObject({ entryId: z.string(), providerId: z.string(), at: Time }),
  },
  'message.reaction_changed': {
    version: 1,
    /** `emoji` null: the actor took the reaction back. */
    data: z.strictObject({
      entryId: z.string(),
      providerId: z.string(),
      at: Time,
      emoji: z.string().nullable(),
    }),
  },
  'message.hidden': { version: 1, data: HidingData },
  'message.unhidden': { version: 1, data: HidingData },
  'message.attachment_stored': {
    version: 1,
    /** `sha256` in hex. */
    data: FileData.extend({ mimeType: z.string(), sizeBytes: z.number().int(), sha256: z.string() }),
  },
  'message.attachment_failed': { version: 1, data: FileData.extend({ code: z.string(), title: z.string() }) },
  'conversation.opened': { version: 1, data: z.strictObject({ session: z.number().int() }) },
  'conversation.reopened': {
    version: 1,
    data: z.strictObject({ from: ConversationStatus, session: z.number().int() }),
  },
  'conversation.status_changed': {
    version: 1,
    /** `snoozedUntil` where it was snoozed, or where a snooze ended by itself. */
    data: z.strictObject({
      from: ConversationStatus,
      to: ConversationStatus,
      snoozedUntil: Time.nullable(),
      snoozedFor: z.enum(['customer', 'agent']).nullable(),
    }),
  },
  'conversation.assigned': {
    version: 1,
    data: z.strictObject({ from: WorkedBy, to: WorkedBy }),
  },
  'conversation.tagged': {
    version: 1,
    data: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) }),
  },
  'conversation.priority_changed': { version: 1, data: z.strictObject({ from: Priority, to: Priority }) },
  /** Somebody of our side read what was said in a secure thread: once for a while of reading. */
  'conversation.accessed': { version: 1, data: z.strictObject({}) },
  'conversation.action_taken': {
    version: 1,
    /** What a policy did by itself and no other event tells: `notify` went to the stack's notice topic. */
    data: z.strictObject({
      action: z.enum(['notify']),
      on: z.enum(['warning', 'breach']),
      metric: Metric,
      instance: z.number().int(),
      dueAt: Time.nullable(),
      ...WorkedBy.shape,
    }),
  },
  'window.closing': {
    version: 1,
    /** So much of the platform's reply window is left; what nobody answers by then can be answered by template or not at all. */
    data: z.strictObject({ closesAt: Time, percentLeft: z.number().int() }),
  },
  ...CLOCK_EVENT_DATA,
  'note.added': {
    version: 1,
    data: z.strictObject({ entryId: z.string(), text: z.string().nullable(), truncated: z.boolean() }),
  },
  ...HANDOFF_EVENT_DATA,
  'contact.created': { version: 1, data: z.strictObject({ identities: z.array(Identity) }) },
  'contact.opted_out': { version: 1, data: OptOutData },
  'contact.opted_in': { version: 1, data: OptOutData },
  'contact.identity_changed': {
    version: 1,
    data: z.strictObject({ previous: z.array(Identity), current: z.array(Identity) }),
  },
  'contact.merged': { version: 1, data: MergeData },
  'contact.unmerged': { version: 1, data: MergeData },
  'account.degraded': { version: 1, data: AccountHealthData },
  'account.recovered': { version: 1, data: AccountHealthData },
} as const satisfies Record<EventType, { version: number; data: z.ZodType }>

/** `detail` of every event. `seq`, `revision` and `part` are without gaps, so a consumer can tell that it missed one. */
export const EventDetail = z.strictObject({
  id: z.string(),
  version: z.number().int().positive(),
  /** Number of the entry, null for what belongs to no conversation. */
  seq: z.number().int().positive().nullable(),
  /** Changes of that entry (or contact): 1 = written. */
  revision: z.number().int().positive(),
  /** Events of one change: 1, 2 … */
  part: z.number().int().positive(),
  occurredAt: Time,
  channel: ChannelName.nullable(),
  visibility: Visibility.nullable(),
  account: z.strictObject({ channel: ChannelName, id: z.string() }).nullable(),
  conversationId: z.string().nullable(),
  contactId: z.string().nullable(),
  actor: Actor,
  correlationId: z.string(),
  causationId: z.string(),
  data: z.record(z.string(), z.unknown()),
})
export type EventDetail = z.infer<typeof EventDetail>

/** One event before it is put on a bus or into the feed. */
export type InletEvent = { type: EventType; detail: EventDetail }
