import { decidePress } from '../../domain/thread/decide-access.ts'
import { toSessionDigest, toSource } from '../../domain/thread/thread-access.ts'
import { stepHandoff } from '../handoff/step-handoff.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork } from '../unit-of-work.ts'
import { findDoor } from './find-visitor.ts'
import { queueThreadCode } from './queue-thread-code.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

export type PressOutcome =
  /** The link leads nowhere. */
  | { kind: 'closed' }
  | { kind: 'ended' }
  | { kind: 'inside'; handoffId: string }
  | { kind: 'admitted'; handoffId: string; cookie: string }
  /** Until the code is said, the link itself is what the browser shows. `sent`: a code is on its way. */
  | { kind: 'code_asked'; handoffId: string; cookie: string; sent: boolean }

/** What a link's token leads to while nobody presses anything: looking changes nothing. */
export async function lookThroughDoor(
  deps: ThreadDeps,
  token: string,
): Promise<{ kind: 'closed' | 'ended' } | { kind: 'open'; handoffId: string }> {
  const door = await findDoor(createUnitOfWork(deps, 'consistent'), token, deps)
  if (door === null) return { kind: 'closed' }
  return door.isOver ? { kind: 'ended' } : { kind: 'open', handoffId: door.handoff.id }
}

/** The customer pressed the button of the link's page. `cookieOf`: the one that they have of a thread. */
export function pressButton(
  deps: ThreadDeps,
  token: string,
  visit: Omit<Visit, 'cookie'> & { cookieOf: (handoffId: string) => string | null },
): Promise<PressOutcome> {
  return retryConflicts<PressOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const done = (result: PressOutcome) => ({ saved: 'saved' as const, result })
    const door = await findDoor(unit, token, deps)
    if (door === null) return done({ kind: 'closed' })
    if (door.isOver) return done({ kind: 'ended' })
    const { handoff, access } = door
    const { id: handoffId, contactId } = handoff
    const at = deps.clock.now().toISOString()
    const cookie = visit.cookieOf(handoffId)
    const nextCookie = Buffer.from(deps.nextSecret()).toString('base64url')
    const source = toSource(visit.address, access.salt)
    const decision = decidePress(access, handoff.verification, {
      source,
      now: at,
      sessionDigest: cookie && toSessionDigest(handoffId, cookie),
      nextSessionDigest: toSessionDigest(handoffId, nextCookie),
    })
    if (decision.kind === 'inside') return done({ kind: 'inside', handoffId })
    const causationId = `req_${visit.requestId}`
    const origin = { at, causationId, actor: { kind: 'contact' as const, id: contactId, name: null } }
    const fact = decision.kind === 'admitted' ? ('proved' as const) : ('seen' as const)
    await stepHandoff(unit, handoff, { kind: fact }, origin)
    if (decision.kind === 'admitted') {
      unit.putThreadAccess(decision.access)
      return { saved: await unit.commit(), result: { kind: 'admitted', handoffId, cookie: nextCookie } }
    }
    const sent =
      decision.sends &&
      (await queueThreadCode(deps, unit, {
        handoffId,
        conversationId: access.codesTo,
        language: visit.language,
        causationId,
      }))
    // What did not go out is not counted.
    const consumed = { ...access, consumedAt: decision.access.consumedAt }
    unit.putThreadAccess(sent ? decision.access : consumed)
    return { saved: await unit.commit(), result: { kind: 'code_asked', handoffId, cookie: token, sent } }
  })
}
