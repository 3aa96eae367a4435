import { isOpen } from '../../domain/handoff/handoff.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Done, type Repeated, type SaveDeps, saveOnce } from '../save-once.ts'
import { toCausationId, type WriteRequest } from '../write-request.ts'
import { type HandoffView, toHandoffView } from './handoff-view.ts'
import { stepHandoff } from './step-handoff.ts'

/** Takes an offer back: whoever comes now comes too late. Cancelled again, it stays as it is. */
export function cancelHandoff(
  deps: SaveDeps,
  handoffId: string,
  request: WriteRequest,
): Promise<Done<HandoffView> | Repeated | Refusal> {
  return saveOnce<HandoffView>(deps, null, async (unit) => {
    const handoff = await unit.handoff(handoffId)
    if (handoff === null) return refuse('not_found', 'There is no handoff with this id.')
    const isCancelled = handoff.state === 'declined' && handoff.by?.kind === 'agent'
    if (isCancelled) return { kind: 'done', answer: toHandoffView(handoff) }
    if (!isOpen(handoff)) {
      return refuse('handoff_ended', `The handoff has ended already: it is ${handoff.state}.`)
    }
    const { actor } = request
    const origin = { at: deps.clock.now().toISOString(), actor, causationId: toCausationId(request) }
    const by = { kind: 'agent', code: null } as const
    const cancelled = await stepHandoff(unit, handoff, { kind: 'declined', by }, origin)
    return { kind: 'done', answer: toHandoffView(cancelled) }
  })
}
