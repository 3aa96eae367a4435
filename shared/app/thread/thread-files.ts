import type { SecureThread } from '../../domain/conversation.ts'
import type { Attachment, Sealed } from '../../domain/entry.ts'
import { ThreadFileDetails } from '../../domain/thread/thread-file.ts'
import type { ThreadFileReader, ThreadSeals } from './thread-ports.ts'

/** The file that is meant, with the thread's encrypted data key. */
export type FilePlace = { conversationId: string; attachmentId: string; key: string }

export function sealDetails(
  seals: ThreadSeals,
  place: FilePlace,
  details: ThreadFileDetails,
): Promise<Sealed> {
  return seals.seal({ ...place, part: 'details' }, JSON.stringify(details))
}

/** With its own name and digest, where those are sealed. Never to be written back. */
export async function openAttachment(
  seals: ThreadSeals,
  { conversationId, key }: Omit<FilePlace, 'attachmentId'>,
  attachment: Attachment,
): Promise<Attachment> {
  const { sealed, file, ...rest } = attachment
  if (sealed === undefined || file === undefined) return attachment
  const place = { conversationId, attachmentId: rest.id, key, part: 'details' as const }
  const { name, sha256 } = ThreadFileDetails.parse(JSON.parse(await seals.open(place, sealed)))
  return { ...rest, name, file: { ...file, sha256 } }
}

export type OpenFile = { name: string | null; mimeType: string; bytes: Uint8Array }

/** A file of a thread as it was sent; null: it is not kept any more. */
export async function openFile(
  { seals, files }: { seals: ThreadSeals; files: ThreadFileReader },
  { conversationId, secure }: { conversationId: string; secure: Pick<SecureThread, 'key'> },
  { id: attachmentId, name, file }: Pick<Attachment, 'id' | 'name' | 'file'>,
): Promise<OpenFile | null> {
  const sealed = file === undefined ? null : await files.read(file.key)
  if (file === undefined || sealed === null) return null
  const place = { conversationId, attachmentId, key: secure.key, part: 'bytes' as const }
  return { name, mimeType: file.mimeType, bytes: await seals.openBytes(place, sealed) }
}
