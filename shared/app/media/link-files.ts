import type { Attachment, Entry } from '../../domain/entry.ts'
import type { InboxReader } from '../ports.ts'
import type { FileLinks } from './file-links.ts'

/** The inbox for whoever reads logs: each stored file with a link that works for a while. Never to be written back. */
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
  return { ...entry, attachments: entry.attachments.map((attachment) => withLink(attachment, toLink)) }
}

function withLink(attachment: Attachment, toLink: FileLinks): Attachment {
  const { type, name, file } = attachment
  return file === undefined ? attachment : { ...attachment, url: toLink({ type, name, file }) }
}
