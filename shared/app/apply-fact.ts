import type { Conversation } from '../domain/conversation.ts'
import { type AmendmentOutcome, decideAmendment } from '../domain/decide-amendment.ts'
import type { MessageEntry } from '../domain/entry.ts'
import type { AmendmentFact } from '../domain/parked-fact.ts'
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
