import type { Handoff } from '../../domain/handoff/handoff.ts'
import { type HandoffFact, moveHandoff } from '../../domain/handoff/move-handoff.ts'
import { type HandoffOrigin, tellHandoff } from '../../domain/handoff/tell-handoff.ts'
import type { UnitOfWork } from '../unit-of-work.ts'

/** Moves a handoff by a fact and tells it in the log of its public conversation, as part of a unit. A fact that says nothing new changes nothing. */
export async function stepHandoff(
  unit: UnitOfWork,
  handoff: Handoff,
  fact: HandoffFact,
  origin: HandoffOrigin,
): Promise<Handoff> {
  const move = moveHandoff(handoff, fact, origin.at)
  if (move === null) return handoff
  unit.putHandoff(move.handoff)
  const conversation = await unit.conversation(handoff.publicConversationId, false)
  if (conversation !== null) {
    const told = tellHandoff(conversation, move, origin)
    for (const entry of told.entries) unit.putEntry(entry)
    unit.putConversation(told.conversation)
  }
  return move.handoff
}
