import type { Conversation } from '../domain/conversation.ts'
import { type AmendmentOutcome, decideAmendment } from '../domain/decide-amendment.ts'
import type { MessageEntry } from '../domain/entry.ts'
import type { AmendmentFact, ParkedFact } from '../domain/parked-fact.ts'
import { findContactId } from './resolve-party.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Applies what came about a message. Under a public post anybody may react, so who did is looked up. */
export async function applyFact(
  entry: MessageEntry,
  conversation: Conversation,
  fact: AmendmentFact,
  unit: UnitOfWork,
): Promise<AmendmentOutcome> {
  const { amendment } = fact
  const isAnybodys =
    conversation.visibility === 'public' && amendment.kind === 'reaction' && amendment.by === 'contact'
  const contactId = isAnybodys ? await findContactId(amendment.party, unit) : conversation.contactId
  return decideAmendment(entry, conversation, fact, contactId)
}

/** Receipts, edits and reactions that overtook their message, as revisions of the entry that is being written. */
export async function applyFacts(
  written: { entry: MessageEntry; conversation: Conversation },
  facts: readonly ParkedFact[],
  unit: UnitOfWork,
): Promise<{ entry: MessageEntry; conversation: Conversation }> {
  const timeOf = (fact: AmendmentFact): string => fact.amendment.at ?? fact.receivedAt
  const amendments = facts.filter((fact) => 'amendment' in fact)
  let state = written
  for (const fact of amendments.toSorted((left, right) => timeOf(left).localeCompare(timeOf(right)))) {
    const outcome = await applyFact(state.entry, state.conversation, fact, unit)
    if (outcome.kind === 'changed') state = outcome
  }
  return state
}
