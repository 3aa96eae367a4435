import * as z from 'zod'
import { ActivityEntry, Attachment, type Entry, MessageEntry, NoteEntry } from '../domain/entry.ts'
import { Outgoing } from '../domain/outgoing.ts'
import { toEntryId } from '../domain/ids.ts'

const Shared = {
  id: z.string(),
  ...MessageEntry.pick({ conversationId: true, seq: true, revision: true, at: true, actor: true }).shape,
}

export const AttachmentView = Attachment.pick({
  id: true,
  type: true,
  name: true,
  mimeType: true,
  sizeBytes: true,
  status: true,
  url: true,
  /** Why it failed. */
  failure: true,
})
  .extend({
    /** Of a stored one: its SHA-256, in hex. */
    sha256: z.string().nullable(),
  })
  .strict()
export type AttachmentView = z.infer<typeof AttachmentView>

export const MessageView = z.strictObject({
  ...Shared,
  ...MessageEntry.pick({
    kind: true,
    direction: true,
    text: true,
    content: true,
    masked: true,
    sentAt: true,
    providerId: true,
    late: true,
    replyTo: true,
    reactions: true,
    editedAt: true,
    removedAt: true,
    status: true,
    error: true,
    referral: true,
  }).shape,
  hiddenAt: MessageEntry.shape.hiddenAt.unwrap(),
  author: MessageEntry.shape.actor,
  attachments: z.array(AttachmentView),
  /** null for what came in, or was typed in the platform's own app. */
  outgoing: Outgoing.nullable(),
})

export const NoteView = z.strictObject({ ...Shared, ...NoteEntry.pick({ kind: true, text: true }).shape })

export const ActivityView = z.strictObject({
  ...Shared,
  ...ActivityEntry.pick({ kind: true, type: true, data: true }).shape,
})

/** One line of the log as clients see it. */
export const EntryView = z.discriminatedUnion('kind', [MessageView, NoteView, ActivityView])
export type EntryView = z.infer<typeof EntryView>
export type MessageView = z.infer<typeof MessageView>
export type NoteView = z.infer<typeof NoteView>

export function toEntryView(entry: Entry): EntryView {
  if (entry.kind === 'message') return toMessageView(entry)
  if (entry.kind === 'note') return toNoteView(entry)
  return { ...toShared(entry), kind: entry.kind, type: entry.type, data: entry.data }
}

export function toNoteView(entry: NoteEntry): NoteView {
  return { ...toShared(entry), kind: entry.kind, text: entry.text }
}

export function toMessageView(entry: MessageEntry): MessageView {
  return {
    ...toShared(entry),
    kind: entry.kind,
    direction: entry.direction,
    author: entry.actor,
    text: entry.text,
    content: entry.content,
    ...(entry.masked && { masked: entry.masked }),
    sentAt: entry.sentAt,
    providerId: entry.providerId,
    late: entry.late,
    attachments: entry.attachments.map(toAttachmentView),
    outgoing: entry.outgoing,
    replyTo: entry.replyTo,
    reactions: entry.reactions,
    editedAt: entry.editedAt,
    removedAt: entry.removedAt,
    hiddenAt: entry.hiddenAt,
    status: entry.status,
    error: entry.error,
    referral: entry.referral,
  }
}

function toShared(entry: Entry) {
  return {
    id: toEntryId(entry.conversationId, entry.seq),
    conversationId: entry.conversationId,
    seq: entry.seq,
    revision: entry.revision,
    at: entry.at,
    actor: entry.actor,
  }
}

/** The platform's own media id and URL stay inside: they work with our credentials only. */
function toAttachmentView(attachment: Attachment): AttachmentView {
  const { id, type, name, status, url, file, failure } = attachment
  const { mimeType, sizeBytes } = file ?? attachment
  const isReadable = status === 'stored' || status === 'external'
  return {
    id,
    type,
    name,
    mimeType,
    sizeBytes,
    status,
    url: isReadable ? url : null,
    sha256: file?.sha256 ?? null,
    ...(failure && { failure }),
  }
}
