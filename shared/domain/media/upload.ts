import * as z from 'zod'
import { AttachmentType } from '../content.ts'
import type { Attachment } from '../entry.ts'
import { createKeptAttachment } from './attachment.ts'

/** A file that somebody on our side announced, to be put up by a link and sent in a message of the same conversation. */
export const Upload = z.strictObject({
  id: z.string(),
  conversationId: z.string(),
  /** Who announced it: nobody else may send it. */
  uploader: z.string(),
  type: AttachmentType,
  name: z.string(),
  mimeType: z.string(),
  sizeBytes: z.number().int().positive(),
  /** In hex: what is put up must have this digest. */
  sha256: z.string(),
  /** Sent by then, or forgotten. */
  validUntil: z.iso.datetime(),
})
export type Upload = z.infer<typeof Upload>

const VALID_MS = 24 * 3_600_000

export function createUpload(file: Omit<Upload, 'validUntil'>, now: Date): Upload {
  return { ...file, validUntil: new Date(now.getTime() + VALID_MS).toISOString() }
}

/** As a part of the message that it is sent in. `key`: where it lies from then on. */
export function toSentAttachment(
  { id, type, name, mimeType, sizeBytes, sha256 }: Upload,
  key: string,
): Attachment {
  return createKeptAttachment(id, { type, name }, { key, mimeType, sizeBytes, sha256 })
}
