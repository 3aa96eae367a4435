import { createConversation } from '../../domain/decide-addition.ts'
import { type Handoff, isOpen } from '../../domain/handoff/handoff.ts'
import { toMessageKey } from '../../domain/seen.ts'
import { withSession } from '../../domain/thread/decide-access.ts'
import { toSessionDigest } from '../../domain/thread/thread-access.ts'
import { THREAD_CHANNEL, THREAD_PROVIDER, toOpeningParts } from '../../domain/thread/thread-message.ts'
import { readSurvivor } from '../contact-parts.ts'
import { stepHandoff } from '../handoff/step-handoff.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork, type UnitOfWork } from '../unit-of-work.ts'
import { findVisitor, toThreadId, type Visitor } from './find-visitor.ts'
import { isSecure, putThreadMessage, type SecureConversation, type Spoken } from './put-thread-message.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

export type SayOutcome<Why> =
  /** `repeated`: the same form came twice, and what it says stands there once. */
  | { kind: 'written'; seq: number; repeated: boolean }
  | { kind: 'refused'; why: Why }
  | { kind: 'elsewhere'; visitor: Exclude<Visitor, { kind: 'inside' }> }

/** What the customer says on the page. */
export type Saying<Why> = {
  /** Said twice under the same, it counts once. */
  once: string
  /** What the next line of the thread holds. */
  toLine: (before: SecureConversation) => Promise<SpokenLine | { kind: 'refused'; why: Why }>
}

type SpokenLine = {
  kind: 'line'
  spoken: Spoken
  /** Takes back what was done for the line, where another line was written first. */
  undo?: () => Promise<void>
}

/** Writes a line of the customer into the thread; their first one makes it. */
export function sayInThread<Why>(
  deps: ThreadDeps,
  handoffId: string,
  saying: Saying<Why> | { kind: 'refused'; why: Why },
  visit: Visit,
): Promise<SayOutcome<Why>> {
  return retryConflicts<SayOutcome<Why>>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const done = (result: SayOutcome<Why>) => ({ saved: 'saved' as const, result })
    const visitor = await findVisitor(unit, handoffId, visit.cookie, deps)
    if (visitor.kind !== 'inside') return done({ kind: 'elsewhere', visitor })
    // Whoever is not inside learns nothing, not even that.
    if ('kind' in saying) return done(saying)
    const { once, toLine } = saying
    const key = toMessageKey({ channel: THREAD_CHANNEL, accountId: handoffId, providerId: once })
    const known = await unit.claimed(key)
    if (known?.kind === 'entry') return done({ kind: 'written', seq: known.seq, repeated: true })
    const at = deps.clock.now().toISOString()
    const causationId = `req_${visit.requestId}`
    const before = await openThread(deps, unit, handoffId, at)
    if (before === null) return done({ kind: 'elsewhere', visitor: { kind: 'stranger' } })
    const line = await toLine(before)
    if (line.kind === 'refused') return done(line)
    const { entry, conversation } = await putThreadMessage(deps.seals, unit, before, {
      ...line.spoken,
      direction: 'inbound',
      actor: { kind: 'contact', id: before.contactId, name: null },
      at,
      causationId,
      caused: toOpeningParts(before),
    })
    if (before.seq === 0) await arrive(unit, conversation.id, entry.actor, { handoffId, at, causationId })
    unit.putSeen({ kind: 'entry', key, conversationId: entry.conversationId, seq: entry.seq })
    const digest = toSessionDigest(handoffId, visit.cookie ?? '')
    unit.putThreadAccess(withSession(visitor.access, digest, at))
    const saved = await unit.commit()
    if (saved === 'conflict') await line.undo?.()
    return { saved, result: { kind: 'written', seq: entry.seq, repeated: false } }
  })
}
/** The thread's conversation, or a new one: the customer's first words make it. */
async function openThread(
  deps: ThreadDeps,
  unit: UnitOfWork,
  handoffId: string,
  at: string,
): Promise<SecureConversation | null> {
  const conversationId = toThreadId(handoffId)
  const known = await unit.conversation(conversationId, false)
  if (known !== null) return isSecure(known) ? known : null
  const handoff = await unit.handoff(handoffId)
  if (handoff === null || !isOpen(handoff)) return null
  const account = await findAccount(unit, handoff)
  const contactId = (await readSurvivor(unit.contact, handoff.contactId))?.id ?? handoff.contactId
  unit.linkContact(contactId, conversationId, at)
  const birth = { conversationId, contactId, account, receivedAt: at, shards: deps.shards }
  const channel = { channel: THREAD_CHANNEL, provider: THREAD_PROVIDER }
  const conversation = createConversation({ visibility: 'private' }, { ...birth, ...channel })
  const key = await deps.seals.createKey(conversationId)
  return {
    ...conversation,
    linked: [{ conversationId: handoff.publicConversationId, handoffId }],
    secure: { handoffId, key, readers: [] },
  }
}

/** Of the company, as the customer met it in public: the page has no account of its own. */
async function findAccount(
  unit: UnitOfWork,
  { publicConversationId, targetAccount }: Handoff,
): Promise<{ id: string; name: string | null }> {
  const origin = await unit.conversation(publicConversationId, false)
  return origin?.account ?? { id: targetAccount?.id ?? '-', name: null }
}

async function arrive(
  unit: UnitOfWork,
  conversationId: string,
  actor: Parameters<typeof stepHandoff>[3]['actor'],
  { handoffId, at, causationId }: { handoffId: string; at: string; causationId: string },
): Promise<void> {
  const handoff = await unit.handoff(handoffId)
  if (handoff === null) return
  await stepHandoff(unit, handoff, { kind: 'written', conversationId }, { at, actor, causationId })
}
