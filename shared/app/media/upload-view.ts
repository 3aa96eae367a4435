import * as z from 'zod'
import { AttachmentType } from '../../domain/content.ts'
import type { Announced } from './announce-upload.ts'

const NAME_CHARS_MAX = 240

/** A file as its sender describes it. */
export const DescribedFile = z.strictObject({
  type: AttachmentType.exclude(['location', 'share']),
  name: z.string().min(1).max(NAME_CHARS_MAX),
  mimeType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
  sizeBytes: z.number().int().positive(),
  /** Of the bytes, in hex: nothing else can be put up. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export const UploadView = DescribedFile.extend({
  id: z.string(),
  conversationId: z.string(),
  /** Sent by then, or forgotten. */
  validUntil: z.iso.datetime(),
  /** The request that puts the bytes up, once: without a token, and with exactly these headers. */
  upload: z.strictObject({
    method: z.literal('PUT'),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    validUntil: z.iso.datetime(),
  }),
})
export type UploadView = z.infer<typeof UploadView>

export function toUploadView({ upload, link }: Announced): UploadView {
  const { id, conversationId, type, name, mimeType, sizeBytes, sha256, validUntil } = upload
  const file = { type: DescribedFile.shape.type.parse(type), name, mimeType, sizeBytes, sha256 }
  return { id, conversationId, ...file, validUntil, upload: { ...link, headers: { ...link.headers } } }
}
