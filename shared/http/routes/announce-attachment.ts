import * as z from 'zod'
import { announceUpload } from '../../app/media/announce-upload.ts'
import { DescribedFile, toUploadView, UploadView } from '../../app/media/upload-view.ts'
import { UPLOAD_EXAMPLE } from '../examples.ts'
import { SEND_REFUSALS } from '../message-body.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const announceAttachmentRoute = defineRoute({
  method: 'POST',
  path: '/v1/conversations/{id}/attachments',
  scope: 'inbox:write',
  summary: 'Put up a file, to send it',
  status: 201,
  idempotent: true,
  parameters: z.object({ id: ConversationId }),
  query: z.strictObject({}),
  body: DescribedFile,
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
    const outcome = await announceUpload(context, { conversationId, ...body }, context.request, toUploadView)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
