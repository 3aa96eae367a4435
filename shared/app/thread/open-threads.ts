import type { Conversation } from '../../domain/conversation.ts'
import type { InboxReader } from '../ports.ts'
import type { UnitDeps } from '../unit-of-work.ts'
import { isSealed, openEntry } from './open-entry.ts'
import { isSecure, type SecureConversation } from './put-thread-message.ts'
import { type AccessOrigin, recordAccess, type RecordAccessDeps } from './record-access.ts'
import type { ThreadSeals } from './thread-ports.ts'

/** The inbox for whoever may read secure threads: with their words, and a line in the log of what they read. */
export function openThreads(
  reader: InboxReader,
  deps: RecordAccessDeps & UnitDeps & { seals: ThreadSeals },
  origin: AccessOrigin,
): InboxReader {
  const opened = new Map<string, Promise<SecureConversation | null>>()

  const open = (conversationId: string): Promise<SecureConversation | null> => {
    const known = opened.get(conversationId) ?? openOnce(conversationId)
    opened.set(conversationId, known)
    return known
  }
  const openOnce = async (conversationId: string): Promise<SecureConversation | null> => {
    const conversation: Conversation | null = await reader.conversation(conversationId)
    if (conversation === null || !isSecure(conversation)) return null
    // Before the words leave: who cannot be recorded does not read.
    await recordAccess(deps, conversation, origin)
    return conversation
  }

  return {
    ...reader,
    entries: async (conversationId, range) => {
      const page = await reader.entries(conversationId, range)
      if (!page.rows.some(isSealed)) return page
      const conversation = await open(conversationId)
      if (conversation === null) return { ...page, rows: page.rows.filter((row) => !isSealed(row)) }
      const { seals } = deps
      return {
        ...page,
        rows: await Promise.all(page.rows.map((row) => openEntry(seals, conversation.secure, row))),
      }
    },
  }
}
