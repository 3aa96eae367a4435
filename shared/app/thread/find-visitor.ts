import type { Conversation } from '../../domain/conversation.ts'
import { type Handoff, isOpen } from '../../domain/handoff/handoff.ts'
import { toPassDigest } from '../../domain/handoff/pass.ts'
import { toConversationId } from '../../domain/ids.ts'
import { hasSession, isDoorOpen } from '../../domain/thread/decide-access.ts'
import { createAccess, type ThreadAccess, toSessionDigest } from '../../domain/thread/thread-access.ts'
import { THREAD_CHANNEL } from '../../domain/thread/thread-message.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { isOver } from './put-thread-message.ts'
import type { ThreadDeps } from './thread-deps.ts'

type Reads = Pick<UnitOfWork, 'handoff' | 'handoffPass' | 'threadAccess' | 'conversation'>

/** The page that a link leads to. */
export type Door = { handoff: Handoff; access: ThreadAccess; isOver: boolean }

export type Visitor =
  /** Nobody that this thread knows. */
  | { kind: 'stranger' }
  /** They have the link, and have not said the code. */
  | { kind: 'asked'; handoff: Handoff; access: ThreadAccess }
  | { kind: 'inside'; access: ThreadAccess; conversation: Conversation | null }
  /** They were inside, or might have come in, and it has ended. */
  | { kind: 'ended' }

/** The conversation of a secure thread: there once the customer has written. */
export function toThreadId(handoffId: string): string {
  const identity = { channel: THREAD_CHANNEL, scope: '-', externalId: handoffId }
  return toConversationId({ accountId: '-', identity, root: null })
}

/** What a link's token leads to; null where it leads nowhere, or not any more. */
export async function findDoor(reads: Reads, token: string, deps: ThreadDeps): Promise<Door | null> {
  const now = deps.clock.now().toISOString()
  const pass = await reads.handoffPass(toPassDigest('link', token))
  if (pass === null || pass.use !== 'link' || now >= pass.validUntil) return null
  const handoff = await reads.handoff(pass.handoffId)
  if (handoff === null || !isDoorOpen(handoff, now)) return null
  const conversation = await reads.conversation(toThreadId(handoff.id), false)
  const known = await reads.threadAccess(handoff.id)
  // Once the customer has arrived, the handoff names where they are, not where the link went.
  const codesTo =
    handoff.state === 'completed'
      ? (known?.codesTo ?? null)
      : (handoff.privateConversationId ?? known?.codesTo)
  const access = known ?? createAccess(handoff, null, Buffer.from(deps.nextSecret()).toString('base64url'))
  return {
    handoff,
    access: { ...access, codesTo: codesTo ?? null },
    isOver: access.endedAt !== null || (conversation !== null && isOver(conversation)),
  }
}

/** Who comes with this cookie to the page of a thread. A cookie of another thread says nothing here. */
export async function findVisitor(
  reads: Reads,
  handoffId: string,
  cookie: string | null,
  deps: ThreadDeps,
): Promise<Visitor> {
  const access = cookie === null ? null : await reads.threadAccess(handoffId)
  if (cookie === null || access === null) return { kind: 'stranger' }
  if (hasSession(access, toSessionDigest(handoffId, cookie), deps.clock.now().toISOString())) {
    const conversation = await reads.conversation(toThreadId(handoffId), false)
    const hasEnded =
      access.endedAt !== null ||
      (conversation === null ? await isCalledOff(reads, handoffId) : isOver(conversation))
    return hasEnded ? { kind: 'ended' } : { kind: 'inside', access, conversation }
  }
  const door = await findDoor(reads, cookie, deps)
  if (door === null || door.handoff.id !== handoffId) return { kind: 'stranger' }
  return door.isOver ? { kind: 'ended' } : { kind: 'asked', handoff: door.handoff, access: door.access }
}

/** Nobody has written yet, and the offer does not stand any more. */
async function isCalledOff(reads: Reads, handoffId: string): Promise<boolean> {
  const handoff = await reads.handoff(handoffId)
  return handoff === null || !isOpen(handoff)
}
