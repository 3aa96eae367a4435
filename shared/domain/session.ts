import type { Conversation } from './conversation.ts'

const REOPEN_GRACE_HOURS = 72

/** Where a conversation stands once it is opened again: long after it was closed a new session starts. */
export function reopenSession(
  { closedAt, session }: Pick<Conversation, 'closedAt' | 'session'>,
  at: string,
): Conversation['session'] {
  const isOver = closedAt !== null && Date.parse(at) - Date.parse(closedAt) > REOPEN_GRACE_HOURS * 3_600_000
  return isOver ? { number: session.number + 1, startedAt: at } : session
}
