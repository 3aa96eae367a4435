import type { Conversation } from '../../domain/conversation.ts'
import type { Attachment } from '../../domain/entry.ts'
import { toFilePrefix, toUploadKey } from '../../domain/ids.ts'
import { checkFileType } from '../../domain/media/check-file-type.ts'
import { toSentAttachment, type Upload } from '../../domain/media/upload.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import type { UploadShelf } from './media-ports.ts'

/** The files that a message names: announced in its conversation, by its author, and not forgotten yet. */
export async function findUploads(
  unit: Pick<UnitOfWork, 'upload'>,
  { id: conversationId }: Pick<Conversation, 'id'>,
  { ids, uploader, now }: { ids: readonly string[]; uploader: string; now: Date },
): Promise<{ kind: 'found'; uploads: Upload[] } | Refusal> {
  const uploads: Upload[] = []
  for (const id of ids) {
    const upload = await unit.upload(conversationId, id)
    if (upload === null || upload.uploader !== uploader || upload.validUntil <= now.toISOString()) {
      const detail = `${id} is no file that you put up in this conversation within the last day. Begin with POST …/attachments.`
      return refuse('attachment_unknown', detail)
    }
    uploads.push(upload)
  }
  return { kind: 'found', uploads }
}

/** Looks at what was put up, and keeps it with the message that it is sent in. */
export async function takeUploads(
  shelf: UploadShelf,
  uploads: readonly Upload[],
  place: { conversationId: string; seq: number },
): Promise<{ kind: 'taken'; attachments: Attachment[] } | Refusal> {
  const attachments: Attachment[] = []
  for (const upload of uploads) {
    const from = toUploadKey(upload)
    const found = await shelf.look(from)
    if (found === null) {
      const detail = `Nothing was put up as ${upload.id} yet. Send the bytes to its \`upload\` first.`
      return refuse('attachment_missing', detail)
    }
    const isRight = checkFileType(upload, found.head).kind === 'right'
    if (!isRight || found.sizeBytes !== upload.sizeBytes) {
      const detail = `${upload.id} was announced as ${upload.mimeType} of ${upload.sizeBytes} bytes, and what was put up is something else. Announce it as what it is.`
      return refuse('attachment_mismatch', detail)
    }
    const key = `${toFilePrefix(place.conversationId, place.seq)}${upload.id}`
    await shelf.keep(from, key)
    attachments.push(toSentAttachment(upload, key))
  }
  return { kind: 'taken', attachments }
}
