import type { Conversation, SecureThread } from '../../domain/conversation.ts'
import type { Attachment, Entry } from '../../domain/entry.ts'
import { openAttachment } from './thread-files.ts'
import type { ThreadSeals } from './thread-ports.ts'

export function isSealed(entry: Entry): boolean {
  if (entry.kind === 'activity') return false
  return entry.sealed !== undefined || (entry.kind === 'message' && entry.attachments.some(isSealedFile))
}

function isSealedFile({ sealed }: Attachment): boolean {
  return sealed !== undefined
}

/** A line of a secure thread with its words and the names of its files, for whoever may read them. Never to be written back. */
export async function openEntry<E extends Entry>(
  seals: ThreadSeals,
  { key }: Pick<SecureThread, 'key'>,
  entry: E,
): Promise<E> {
  if (entry.kind === 'activity' || !isSealed(entry)) return entry
  const { sealed, ...rest } = entry
  const { conversationId, seq } = entry
  const place = { conversationId, key }
  const text = sealed === undefined ? entry.text : await seals.open({ ...place, seq }, sealed)
  if (entry.kind === 'note') return { ...rest, text } as E
  const opened = entry.attachments.map((attachment) => openAttachment(seals, place, attachment))
  return { ...rest, text, attachments: await Promise.all(opened) } as E
}

/** Lines of any conversation, with their words where they are sealed and somebody can open them. */
export async function openEntries<E extends Entry>(
  seals: ThreadSeals | null,
  { secure }: Conversation,
  entries: readonly E[],
): Promise<E[]> {
  if (seals === null || secure === undefined) return [...entries]
  return Promise.all(entries.map((entry) => openEntry(seals, secure, entry)))
}
