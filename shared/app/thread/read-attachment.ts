import type { Attachment } from '../../domain/entry.ts'
import { parseThreadFileId } from '../../domain/ids.ts'
import type { InboxReader } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { isSecure } from './put-thread-message.ts'
import type { SealDeps } from './save-sealed.ts'
import { openFile, type OpenFile } from './thread-files.ts'
import type { ThreadFileReader } from './thread-ports.ts'

export type ReadAttachmentDeps = SealDeps & { reader: InboxReader; files: ThreadFileReader }

/** A file of a secure thread, for whoever the reader shows the thread to. Its line is read for it, and so is recorded. */
export async function readAttachment(
  { reader, seals, files }: ReadAttachmentDeps,
  conversationId: string,
  attachmentId: string,
): Promise<{ kind: 'file'; file: OpenFile } | Refusal> {
  const conversation = await reader.conversation(conversationId)
  if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
  if (!isSecure(conversation) || seals === null) {
    return refuse('not_found', 'A file of this conversation is at the `url` of its attachment.')
  }
  const attachment = await findAttachment(reader, conversationId, attachmentId)
  if (attachment === null) return refuse('not_found', 'There is no attachment with this id.')
  const file = await openFile({ seals, files }, { conversationId, secure: conversation.secure }, attachment)
  return file === null ? refuse('not_found', 'The file is not kept any more.') : { kind: 'file', file }
}

async function findAttachment(
  reader: Pick<InboxReader, 'entries'>,
  conversationId: string,
  attachmentId: string,
): Promise<Attachment | null> {
  const place = parseThreadFileId(attachmentId, conversationId)
  if (place === null) return null
  const after = place.seq === 1 ? null : place.seq - 1
  const [entry] = (await reader.entries(conversationId, { order: 'asc', after, limit: 1 })).rows
  if (entry?.kind !== 'message') return null
  return entry.attachments.find(({ id }) => id === attachmentId) ?? null
}
