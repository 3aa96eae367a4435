import { createActivity } from '../../domain/activity.ts'
import { type Conversation, READERS_MAX } from '../../domain/conversation.ts'
import type { Actor } from '../../domain/entry.ts'
import { laterOf } from '../../domain/instants.ts'
import type { Clock, Pacer } from '../ports.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork, type UnitDeps } from '../unit-of-work.ts'
import { isSecure, type SecureConversation } from './put-thread-message.ts'

/** Who reads on within it is not told again: a screen asks every few seconds. */
const ACCESS_MS = 15 * 60_000

export type RecordAccessDeps = UnitDeps & { clock: Clock; pacer: Pacer }

export type AccessOrigin = { actor: Actor; causationId: string }

/** Tells in the log of a secure thread who of our side read it. */
export async function recordAccess(
  deps: RecordAccessDeps,
  conversation: SecureConversation,
  origin: AccessOrigin,
): Promise<void> {
  const now = deps.clock.now().toISOString()
  // As it was just read: mostly it says already that they read it.
  if (isRecorded(conversation, origin, now)) return
  await retryConflicts<null>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const current = await unit.conversation(conversation.id, false)
    if (current === null || !isSecure(current) || isRecorded(current, origin, now)) {
      return { saved: 'saved', result: null }
    }
    const seq = current.seq + 1
    const part = { type: 'conversation.accessed', data: {} } as const
    unit.putEntry(createActivity(current.id, seq, part, { ...origin, at: now }))
    unit.putConversation(withReader(current, seq, toReader(origin), now))
    return { saved: await unit.commit(), result: null }
  })
}

function isRecorded({ secure }: SecureConversation, origin: AccessOrigin, now: string): boolean {
  const last = secure.readers.find(({ id }) => id === toReader(origin))
  return last !== undefined && Date.parse(now) - Date.parse(last.at) < ACCESS_MS
}

function withReader(before: SecureConversation, seq: number, id: string, at: string): Conversation {
  const others = before.secure.readers.filter((reader) => reader.id !== id)
  return {
    ...before,
    seq,
    secure: { ...before.secure, readers: [...others, { id, at }].slice(-READERS_MAX) },
    updatedAt: laterOf(before.updatedAt, at),
  }
}

function toReader({ actor }: AccessOrigin): string {
  return actor.id ?? actor.kind
}
