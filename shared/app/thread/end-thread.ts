import { decideWorkflow } from '../../domain/decide-workflow.ts'
import { stepHandoff } from '../handoff/step-handoff.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork } from '../unit-of-work.ts'
import { findVisitor, type Visitor } from './find-visitor.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

export type EndOutcome =
  { kind: 'ended' } | { kind: 'elsewhere'; visitor: Exclude<Visitor, { kind: 'inside' }> }

/** The customer ends it: nobody writes there any more, and nobody reads it on the page. */
export function endThread(deps: ThreadDeps, handoffId: string, visit: Visit): Promise<EndOutcome> {
  return retryConflicts<EndOutcome>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const done = (result: EndOutcome) => ({ saved: 'saved' as const, result })
    const visitor = await findVisitor(unit, handoffId, visit.cookie, deps)
    if (visitor.kind !== 'inside') return done({ kind: 'elsewhere', visitor })
    const { access, conversation } = visitor
    const now = deps.clock.now()
    const at = now.toISOString()
    const causationId = `req_${visit.requestId}`
    unit.putThreadAccess({ ...access, endedAt: at })
    if (conversation === null) {
      // They never wrote: then they did not come.
      const handoff = await unit.handoff(handoffId)
      const actor = { kind: 'contact', id: handoff?.contactId ?? null, name: null } as const
      const fact = { kind: 'declined', by: { kind: 'customer', code: null } } as const
      if (handoff !== null) await stepHandoff(unit, handoff, fact, { at, actor, causationId })
      return { saved: await unit.commit(), result: { kind: 'ended' } }
    }
    const actor = { kind: 'contact', id: conversation.contactId, name: null } as const
    const closing = decideWorkflow(conversation, { status: 'closed' }, { now, actor, causationId })
    if (closing.kind === 'changed') {
      closing.entries.forEach(unit.putEntry)
      unit.putConversation(closing.conversation)
    }
    return { saved: await unit.commit(), result: { kind: 'ended' } }
  })
}
