import { findCodes, toPassDigest } from '../../domain/handoff/pass.ts'
import { decideCode, decideCodeRequest } from '../../domain/thread/decide-access.ts'
import { toSessionDigest, toSource } from '../../domain/thread/thread-access.ts'
import { stepHandoff } from '../handoff/step-handoff.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork } from '../unit-of-work.ts'
import { findVisitor, type Visitor } from './find-visitor.ts'
import { queueThreadCode } from './queue-thread-code.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

/** Who is not asked for a code: they are inside already, or have no business here. */
type Elsewhere = Exclude<Visitor, { kind: 'asked' }>

export type CodeOutcome =
  | { kind: 'proved'; cookie: string }
  /** It looks like no code, so it was no try. */
  | { kind: 'no_code' }
  | { kind: 'wrong' }
  /** From there nothing is tried any more. */
  | { kind: 'refused' }
  | { kind: 'elsewhere'; visitor: Elsewhere }

/** The customer enters the code that they were sent in private. */
export function enterCode(
  deps: ThreadDeps,
  handoffId: string,
  typed: string,
  visit: Visit,
): Promise<CodeOutcome> {
  return retryConflicts<CodeOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const done = (result: CodeOutcome) => ({ saved: 'saved' as const, result })
    const visitor = await findVisitor(unit, handoffId, visit.cookie, deps)
    if (visitor.kind !== 'asked') return done({ kind: 'elsewhere', visitor })
    const [code] = findCodes(typed)
    if (code === undefined) return done({ kind: 'no_code' })
    const { handoff, access } = visitor
    const pass = await unit.handoffPass(toPassDigest('code', code))
    const cookie = Buffer.from(deps.nextSecret()).toString('base64url')
    const at = deps.clock.now().toISOString()
    const decision = decideCode(access, pass, {
      source: toSource(visit.address, access.salt),
      now: at,
      nextSessionDigest: toSessionDigest(handoffId, cookie),
    })
    if (decision.kind === 'refused') return done({ kind: 'refused' })
    if (decision.kind === 'dead') return done({ kind: 'wrong' })
    unit.putThreadAccess(decision.access)
    if (decision.kind === 'wrong') return { saved: await unit.commit(), result: { kind: 'wrong' } }
    const actor = { kind: 'contact', id: handoff.contactId, name: null } as const
    const origin = { at, actor, causationId: `req_${visit.requestId}` }
    await stepHandoff(unit, handoff, { kind: 'proved' }, origin)
    return { saved: await unit.commit(), result: { kind: 'proved', cookie } }
  })
}

export type CodeRequestOutcome =
  { kind: 'sent' | 'just_sent' | 'too_many' | 'impossible' } | { kind: 'elsewhere'; visitor: Elsewhere }

/** The customer asks for another code. */
export function requestCode(deps: ThreadDeps, handoffId: string, visit: Visit): Promise<CodeRequestOutcome> {
  return retryConflicts<CodeRequestOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const done = (result: CodeRequestOutcome) => ({ saved: 'saved' as const, result })
    const visitor = await findVisitor(unit, handoffId, visit.cookie, deps)
    if (visitor.kind !== 'asked') return done({ kind: 'elsewhere', visitor })
    const { access } = visitor
    const source = toSource(visit.address, access.salt)
    const decision = decideCodeRequest(access, { source, now: deps.clock.now().toISOString() })
    if (decision.kind === 'refused') {
      return done({ kind: decision.why === 'nowhere' ? 'impossible' : decision.why })
    }
    const { language, requestId } = visit
    const order = { handoffId, conversationId: access.codesTo, language, causationId: `req_${requestId}` }
    if (!(await queueThreadCode(deps, unit, order))) return done({ kind: 'impossible' })
    unit.putThreadAccess(decision.access)
    return { saved: await unit.commit(), result: { kind: 'sent' } }
  })
}
