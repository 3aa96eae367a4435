import * as z from 'zod'
import { ChannelName, Provider, Visibility } from './channel-name.ts'
import { Fetch } from './media/fetching.ts'
import { Sending } from './outgoing.ts'
import { Clocks } from './sla/clocks.ts'

export const ConversationStatus = z.enum(['open', 'pending', 'snoozed', 'closed'])
export type ConversationStatus = z.infer<typeof ConversationStatus>

export const Priority = z.enum(['low', 'normal', 'high', 'urgent'])
export type Priority = z.infer<typeof Priority>

/** Marks a conversation as none that anybody waits in: no clock runs, and what is written there opens nothing. */
export const SPAM_TAG = 'spam'

/** Conversations that one is linked with by handoffs. */
export const LINKED_MAX = 10

/** Readers of a secure thread that are remembered, so that reading on is not told again and again. */
export const READERS_MAX = 20

/** What makes a conversation a secure thread: what is said there is kept sealed, and shown to few. */
export const SecureThread = z.strictObject({
  handoffId: z.string(),
  /** The thread's own data key, encrypted: base64. */
  key: z.string(),
  /** Who of our side read it lately. */
  readers: z.array(z.strictObject({ id: z.string(), at: z.iso.datetime() })).max(READERS_MAX),
  /** How many files were sent there; absent: none. */
  files: z.number().int().positive().optional(),
})
export type SecureThread = z.infer<typeof SecureThread>

/** Private: a contact and an account. Public: an author and an account under one root post. */
export const Conversation = z.strictObject({
  id: z.string(),
  channel: ChannelName,
  provider: Provider,
  visibility: Visibility,
  account: z.strictObject({ id: z.string(), name: z.string().nullable() }),
  contactId: z.string(),
  /** Root post of a public conversation. */
  root: z.string().nullable(),
  subject: z.string().nullable(),
  status: ConversationStatus,
  snoozedUntil: z.iso.datetime().nullable(),
  snoozedFor: z.enum(['customer', 'agent']).nullable(),
  assignee: z.string().nullable(),
  team: z.string().nullable(),
  priority: Priority,
  tags: z.array(z.string()),
  lastMessage: z
    .strictObject({
      seq: z.number().int().positive(),
      /** The first characters, for a list. */
      text: z.string().nullable(),
      at: z.iso.datetime(),
      direction: z.enum(['inbound', 'outbound']),
    })
    .nullable(),
  /** Customer messages since the last outbound message or read mark. */
  unread: z.number().int().nonnegative(),
  /** An event of this conversation waits in the dead-letter queue: the log has a hole until it is redriven. */
  gap: z.boolean(),
  /** The platform's time of the customer's last message: reply windows count from it. */
  lastInboundAt: z.iso.datetime().nullable(),
  /** What our side sent up to then was delivered, or read, where the platform tells it so; read implies delivered. */
  deliveredUpTo: z.iso.datetime().nullable(),
  readUpTo: z.iso.datetime().nullable(),
  /** A session runs from the first inbound of a new or reopened conversation to `closed`. */
  session: z.strictObject({ number: z.number().int().positive(), startedAt: z.iso.datetime() }),
  closedAt: z.iso.datetime().nullable(),
  /** The handoff that is under way: one at a time. */
  handoff: z.strictObject({ id: z.string(), expiresAt: z.iso.datetime() }).nullable().default(null),
  /** What handoffs led to, or came from: the newest, oldest first. */
  linked: z
    .array(z.strictObject({ conversationId: z.string(), handoffId: z.string() }))
    .max(LINKED_MAX)
    .default([]),
  /** Of a secure thread. */
  secure: SecureThread.optional(),
  /** null where nothing waits to be sent and nothing sent is unsettled. */
  sending: Sending.nullable().default(null),
  /** Messages whose files are awaited. */
  fetching: z.array(Fetch).optional(),
  /** Who waits since when, and until when they may; null while there are no rules to measure by. Kept by the unit of work. */
  sla: Clocks.nullable().default(null),
  /** The earliest instant at which something is due by itself: a clock, a snooze, a queued message that is stranded. */
  dueAt: z.iso.datetime().nullable().default(null),
  /** Number of entries in the log; they are numbered 1 … seq without gaps. */
  seq: z.number().int().nonnegative(),
  /** Counts every transaction on the conversation. */
  version: z.number().int().positive(),
  /** Counts changes of what people may patch; the ETag. */
  workflowRevision: z.number().int().positive(),
  /** Entries that the transaction of this `version` changed, in order: the publisher's work list. */
  touched: z.array(z.strictObject({ seq: z.number().int().positive(), revision: z.number().int().min(2) })),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** When something was last said: the order of the queue. */
  activityAt: z.iso.datetime(),
  /** Fixed at birth: partitions of the indexes and of the feed. */
  queueShard: z.number().int().nonnegative(),
  feedShard: z.number().int().nonnegative(),
})
export type Conversation = z.infer<typeof Conversation>
