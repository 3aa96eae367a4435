import type { AttachmentType, InboundAttachment } from '../content.ts'
import type { Attachment, MessageEntry, StoredFile } from '../entry.ts'

/** A shared post or a place is a link, not a file. */
const LINKS: ReadonlySet<AttachmentType> = new Set(['share', 'location'])

const WEB_ADDRESS = /^https?:\/\//i

/** What a message brings, before anybody has fetched it. */
export function createAttachment(announced: InboundAttachment, id: string): Attachment {
  if (!LINKS.has(announced.type)) return { ...announced, id, status: 'pending', url: null }
  const { providerUrl } = announced
  const url = providerUrl !== null && WEB_ADDRESS.test(providerUrl) ? providerUrl : null
  return { ...announced, id, status: 'external', url }
}

/** A file that no platform brought: it is where it stays before its message is written. */
export function createKeptAttachment(
  id: string,
  { type, name }: Pick<Attachment, 'type' | 'name'>,
  file: StoredFile,
): Attachment {
  const { mimeType, sizeBytes } = file
  const announced = { type, name, mimeType, sizeBytes, voice: false }
  const ofPlatform = { providerMediaId: null, providerUrl: null, digest: null }
  return { ...announced, ...ofPlatform, id, status: 'stored', url: null, file }
}

export function listPending({ attachments }: Pick<MessageEntry, 'attachments'>): Attachment[] {
  return attachments.filter(({ status }) => status === 'pending')
}
