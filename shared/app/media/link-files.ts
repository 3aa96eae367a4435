import type { Attachment, Entry } from '../../domain/entry.ts'
import type { InboxReader } from '../ports.ts'
import type { FileLinks } from './file-links.ts'

/** The inbox for whoever reads logs: each stored file with a link that works for a while, or a path. Never to be written back. */
export function linkFiles(reader: InboxReader, toLink: FileLinks): InboxReader {
  return {
    ...reader,
    entries: async (conversationId, range) => {
      const { rows, next } = await reader.entries(conversationId, range)
      return { rows: rows.map((entry) => withLinks(entry, toLink)), next }
    },
  }
}

function withLinks(entry: Entry, toLink: FileLinks): Entry {
  if (entry.kind !== 'message' || entry.attachments.length === 0) return entry
  const { conversationId } = entry
  const toUrl = (attachment: Attachment): Attachment =>
    attachment.sealed === undefined
      ? withLink(attachment, toLink)
      : { ...attachment, url: toAttachmentPath(conversationId, attachment.id) }
  return { ...entry, attachments: entry.attachments.map(toUrl) }
}

/** Of what lies sealed: only the API can open it. */
function toAttachmentPath(conversationId: string, attachmentId: string): string {
  return `/v1/conversations/${conversationId}/attachments/${attachmentId}`
}

function withLink(attachment: Attachment, toLink: FileLinks): Attachment {
  const { type, name, file } = attachment
  return file === undefined ? attachment : { ...attachment, url: toLink({ type, name, file }) }
}
