import type { Entry, MessageEntry } from '../../domain/entry.ts'
import type { HandoffFact } from '../../domain/handoff/move-handoff.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { stepHandoff } from './step-handoff.ts'

const SYSTEM = { kind: 'system', id: null, name: null } as const

/** What became of messages that offer a handoff is what became of the offer. Called by the unit of work alone. */
export async function followOffers(
  unit: UnitOfWork,
  moves: readonly { before: Entry | null; after: Entry }[],
): Promise<void> {
  for (const { before, after } of moves) {
    if (after.kind !== 'message' || after.outgoing?.handoff?.part !== 'offer') continue
    if (before?.kind !== 'message' || before.status === after.status) continue
    const fact = toFact(after)
    const handoff = fact && (await unit.handoff(after.outgoing.handoff.id))
    if (fact === null || handoff === null) continue
    const { at, causationId } = after.changes.at(-1) ?? after
    await stepHandoff(unit, handoff, fact, { at, causationId, actor: SYSTEM })
  }
}

function toFact({ status, error }: MessageEntry): HandoffFact | null {
  if (status === 'failed') return { kind: 'refused', code: error?.code ?? 'platform_rejected' }
  return status === 'sent' || status === 'delivered' || status === 'read' ? { kind: 'accepted' } : null
}
