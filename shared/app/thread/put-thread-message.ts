import type { Conversation, SecureThread } from '../../domain/conversation.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import {
  createThreadMessage,
  type ThreadWords,
  withThreadMessage,
} from '../../domain/thread/thread-message.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import type { ThreadSeals } from './thread-ports.ts'

export type SecureConversation = Conversation & { secure: SecureThread }

export function isSecure(conversation: Conversation): conversation is SecureConversation {
  return conversation.secure !== undefined
}

/** Closed by whichever side, a secure thread has ended for good. */
export function isOver(conversation: Conversation): boolean {
  return isSecure(conversation) && conversation.status === 'closed'
}

/** What somebody says there: words, or a file that is sealed already. */
export type Spoken = Pick<ThreadWords, 'file' | 'masked'> & { text: string | null }

/** Writes a line into a secure thread, sealed: nothing but the answer to whoever wrote it ever holds the words. */
export async function putThreadMessage(
  seals: ThreadSeals,
  unit: UnitOfWork,
  before: SecureConversation,
  words: Omit<ThreadWords, 'sealed' | keyof Spoken> & Spoken,
): Promise<{ entry: MessageEntry; conversation: Conversation }> {
  const { text, ...rest } = words
  const seq = before.seq + 1
  const place = { conversationId: before.id, seq, key: before.secure.key }
  const sealed = text === null ? null : await seals.seal(place, text)
  const entry = createThreadMessage(before, seq, { ...rest, sealed })
  const conversation = withThreadMessage(before, entry)
  unit.putEntry(entry)
  unit.putConversation(conversation)
  return { entry, conversation }
}
