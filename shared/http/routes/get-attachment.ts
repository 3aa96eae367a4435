import * as z from 'zod'
import { readAttachment } from '../../app/thread/read-attachment.ts'
import { THREAD_FILE_TYPES } from '../../domain/thread/thread-file.ts'
import { AttachmentId, ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const getAttachmentRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations/{id}/attachments/{attachmentId}',
  scope: 'inbox:read',
  summary: 'Download a file of a secure thread',
  parameters: z.object({ id: ConversationId, attachmentId: AttachmentId }),
  query: z.strictObject({}),
  response: z.null(),
  file: Object.keys(THREAD_FILE_TYPES),
  documentation: {
    operationId: 'getAttachment',
    tag: 'Conversations',
    description:
      'The file as the customer sent it, to be saved and not to be shown. The `url` of an attachment leads here where the conversation is a secure thread, which is there for `inbox:secure` only; that it was read is told as for its words. Files of other conversations are at the links that `url` holds.',
    refusals: ['not_found'],
    headers: { 'Content-Disposition': 'Says to save it, and under which name.' },
    example: null,
  },
  handle: ({ parameters: { id, attachmentId } }, context) => readAttachment(context, id, attachmentId),
})
