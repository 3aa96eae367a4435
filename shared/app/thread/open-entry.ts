import type { Conversation, SecureThread } from '../../domain/conversation.ts'
import type { Entry } from '../../domain/entry.ts'
import type { ThreadSeals } from './thread-ports.ts'

export function isSealed(entry: Entry): boolean {
  return entry.kind !== 'activity' && entry.sealed !== undefined
}

/** A line of a secure thread with its words, for whoever may read them. Never to be written back. */
export async function openEntry<E extends Entry>(
  seals: ThreadSeals,
  { key }: Pick<SecureThread, 'key'>,
  entry: E,
): Promise<E> {
  if (entry.kind === 'activity' || entry.sealed === undefined) return entry
  const { sealed, ...rest } = entry
  const { conversationId, seq } = entry
  return { ...rest, text: await seals.open({ conversationId, seq, key }, sealed) } as E
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
