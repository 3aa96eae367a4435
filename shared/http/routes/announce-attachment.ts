import * as z from 'zod'
import { type Announced, announceUpload } from '../../app/media/announce-upload.ts'
import { AttachmentType } from '../../domain/content.ts'
import { UPLOAD_EXAMPLE } from '../examples.ts'
import { SEND_REFUSALS } from '../message-body.ts'
import { ConversationId, UploadId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const NAME_CHARS_MAX = 240

const Described = z.strictObject({
  type: AttachmentType.exclude(['location', 'share']),
  name: z.string().min(1).max(NAME_CHARS_MAX),
  mimeType: z.string().regex(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
  sizeBytes: z.number().int().positive(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the bytes, in hex: nothing else can be put up.' }),
})

export const UploadView = Described.extend({
  id: UploadId,
  conversationId: ConversationId,
  validUntil: z.iso.datetime().meta({ description: 'Sent by then, or forgotten.' }),
  upload: z
    .strictObject({
      method: z.literal('PUT'),
      url: z.url(),
      headers: z.record(z.string(), z.string()),
      validUntil: z.iso.datetime(),
    })
    .meta({
      description:
        'The request that puts the bytes up, once: without a token, and with exactly these headers.',
    }),
})
export type UploadView = z.infer<typeof UploadView>

export const announceAttachmentRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/attachments',
  scope: 'inbox:write',
  summary: 'Put up a file, to send it',
  status: 201,
  idempotent: true,
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: Described,
  response: UploadView,
  documentation: {
    operationId: 'announceAttachment',
    tag: 'Conversations',
    description:
      'Answers with a request that puts up the bytes within a quarter of an hour. Then send the `id` in `attachments` of a message: in this conversation, by the same caller, within a day. What the platform takes is under `/reply-options`, kind `attachment`.',
    refusals: ['not_found', ...SEND_REFUSALS],
    bodyExample: {
      type: UPLOAD_EXAMPLE.type,
      name: UPLOAD_EXAMPLE.name,
      mimeType: UPLOAD_EXAMPLE.mimeType,
      sizeBytes: UPLOAD_EXAMPLE.sizeBytes,
      sha256: UPLOAD_EXAMPLE.sha256,
    },
    example: UPLOAD_EXAMPLE,
  },
  handle: async ({ parameters: { id: conversationId }, body }, context) => {
    const outcome = await announceUpload(context, { conversationId, ...body }, context.request, toView)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})

function toView({ upload, link }: Announced): UploadView {
  const { id, conversationId, type, name, mimeType, sizeBytes, sha256, validUntil } = upload
  const file = { type: Described.shape.type.parse(type), name, mimeType, sizeBytes, sha256 }
  return { id, conversationId, ...file, validUntil, upload: { ...link, headers: { ...link.headers } } }
}
