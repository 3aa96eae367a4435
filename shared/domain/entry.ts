import * as z from 'zod'
import { Content, InboundAttachment } from './content.ts'
import { EventPart } from './event-part.ts'
import { Outgoing } from './outgoing.ts'

export const ActorKind = z.enum(['contact', 'human', 'ai', 'automation', 'external', 'system'])
export type ActorKind = z.infer<typeof ActorKind>

export const Actor = z.strictObject({
  kind: ActorKind,
  id: z.string().nullable(),
  name: z.string().nullable(),
})
export type Actor = z.infer<typeof Actor>

export const MessageStatus = z.enum(['received', 'queued', 'sent', 'delivered', 'read', 'failed', 'unknown'])
export type MessageStatus = z.infer<typeof MessageStatus>

/** A change of an entry after it was written: one revision, published as one or more event parts. */
export const EntryChange = z.strictObject({
  revision: z.number().int().min(2),
  at: z.iso.datetime(),
  actor: Actor,
  causationId: z.string(),
  parts: z.array(EventPart).min(1),
  /**
   * The last entry of the log when this was stored, later than `at` where a queue held it: what was learned before what.
   * An edit to the same words has none.
   */
  afterSeq: z.number().int().positive().optional(),
  /** The version of the conversation that this was decided on: of two changes behind the same entry, which came first. */
  afterVersion: z.number().int().positive().optional(),
})
export type EntryChange = z.infer<typeof EntryChange>

/** A file that is kept: what it really is, whatever the platform announced. */
export const StoredFile = z.strictObject({
  /** Where it lies in the bucket. */
  key: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  /** In hex. */
  sha256: z.string(),
})
export type StoredFile = z.infer<typeof StoredFile>

/** The words of a line in a secure thread, whose `text` is empty: encrypted with the thread's key, for this line alone. */
export const Sealed = z.instanceof(Uint8Array)
export type Sealed = z.infer<typeof Sealed>

/** What the platform announced stays as it was: an event that is published again says the same again. */
export const Attachment = InboundAttachment.extend({
  id: z.string(),
  /** `external`: a link that nobody fetches. */
  status: z.enum(['pending', 'stored', 'failed', 'external']),
  /** Where an external one leads; of a stored one a link, and only where somebody reads it. */
  url: z.string().nullable(),
  file: StoredFile.optional(),
  /** Why it failed. */
  failure: z.strictObject({ code: z.string(), title: z.string() }).optional(),
  /** Of a file in a secure thread, whose `name` is empty and whose `file.sha256` is that of the ciphertext: its own. */
  sealed: Sealed.optional(),
})
export type Attachment = z.infer<typeof Attachment>

export const Reaction = z.strictObject({ emoji: z.string(), by: Actor, at: z.iso.datetime() })
export type Reaction = z.infer<typeof Reaction>

/** A message of a kind not known here, as it came: gzip of its JSON, or where quarantine keeps it. */
export const RawPiece = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gzip'), bytes: z.instanceof(Uint8Array) }),
  z.strictObject({ kind: z.literal('quarantine'), id: z.string() }),
])
export type RawPiece = z.infer<typeof RawPiece>

/** Names of what stands masked in a message: `card`, `iban`, `unchecked`, or of the deployment's patterns. Absent: nothing. */
const Masked = z.array(z.string()).min(1).optional()

const EntryBase = z.strictObject({
  conversationId: z.string(),
  seq: z.number().int().positive(),
  /** 1 = written; each later change adds one. */
  revision: z.number().int().positive(),
  /** When Inlet learned of it (the envelope's `receivedAt`). */
  at: z.iso.datetime(),
  actor: Actor,
  causationId: z.string(),
  /** What writing this entry caused besides its own event: parts 2, 3 … of revision 1. */
  caused: z.array(EventPart),
  /** Revisions 2, 3 …, oldest first. */
  changes: z.array(EntryChange),
})

export const MessageEntry = EntryBase.extend({
  kind: z.literal('message'),
  direction: z.enum(['inbound', 'outbound']),
  text: z.string().nullable(),
  /** What an edited message said first, so that its first event can be published again as it was. */
  original: z
    .strictObject({
      text: z.string().nullable(),
      content: Content,
      attachments: z.array(Attachment),
      masked: Masked,
    })
    .nullable(),
  content: Content,
  masked: Masked,
  /** The platform's time, never after `at`. */
  sentAt: z.iso.datetime(),
  /** null while the platform has not taken an outbound message, or where nobody knows whether it did. */
  providerId: z.string().nullable(),
  /** Of a message that our side sends through Inlet; null for what came in or was typed elsewhere. */
  outgoing: Outgoing.nullable().default(null),
  /** The platform's time lies before a message that was stored earlier. */
  late: z.boolean(),
  attachments: z.array(Attachment),
  replyTo: z.strictObject({ entryId: z.string().nullable(), providerId: z.string() }).nullable(),
  reactions: z.array(Reaction),
  editedAt: z.iso.datetime().nullable(),
  removedAt: z.iso.datetime().nullable(),
  /** Since when our side hides this public message from others. */
  hiddenAt: z.iso.datetime().nullable().default(null),
  status: MessageStatus,
  error: z
    .strictObject({ code: z.string(), providerCode: z.string().nullable(), title: z.string() })
    .nullable(),
  referral: z
    .strictObject({
      source: z.string().nullable(),
      sourceId: z.string().nullable(),
      url: z.string().nullable(),
      headline: z.string().nullable(),
      ref: z.string().nullable(),
    })
    .nullable(),
  forwarded: z.boolean(),
  /** The word by which the customer opts out: it waits for no answer. */
  optsOut: z.literal(true).optional(),
  raw: RawPiece.nullable(),
  sealed: Sealed.optional(),
})
export type MessageEntry = z.infer<typeof MessageEntry>

export const NoteEntry = EntryBase.extend({
  kind: z.literal('note'),
  text: z.string(),
  sealed: Sealed.optional(),
})
export type NoteEntry = z.infer<typeof NoteEntry>

/** Something that happened by itself; `type` and `data` are those of the event it publishes. */
export const ActivityEntry = EntryBase.extend({
  kind: z.literal('activity'),
  type: EventPart.shape.type,
  data: EventPart.shape.data,
})
export type ActivityEntry = z.infer<typeof ActivityEntry>

/** One line of a conversation's log. */
export const Entry = z.discriminatedUnion('kind', [MessageEntry, NoteEntry, ActivityEntry])
export type Entry = z.infer<typeof Entry>
