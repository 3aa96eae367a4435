import type { Identity } from '../../domain/identity.ts'
import { readGraphAnswer } from '../kit/graph-answer.ts'
import { textAt } from '../kit/json-record.ts'
import type { OutgoingMessage, PlatformAnswer, SendOutcome } from '../sender.ts'
import { isBusinessScopedUserId, toIdentities } from './customer.ts'
import { REFUSALS } from './send-refusals.ts'

export function readSendAnswer(answer: PlatformAnswer, message: OutgoingMessage): SendOutcome {
  const read = readGraphAnswer(answer, REFUSALS)
  if (read.kind === 'settled') return withoutSubcode(read.outcome)
  const { messages, contacts } = read.body
  const providerId = textAt(firstOf(messages), 'id')
  if (providerId === null) return { kind: 'unclear', title: 'WhatsApp accepted it without naming its id' }
  return { kind: 'sent', providerId, learned: toLearned(textAt(firstOf(contacts), 'wa_id'), message) }
}

/** Statuses name the code alone, and WhatsApp's subcodes are on their way out. */
function withoutSubcode(outcome: SendOutcome): SendOutcome {
  if (outcome.kind !== 'retry' && outcome.kind !== 'failed') return outcome
  return { ...outcome, providerCode: outcome.providerCode?.split('/')[0] || null }
}

/**
 * The number that WhatsApp knows the person by: in Brazil, Mexico and Argentina it is not always the one that was dialled.
 * A business-scoped id is left out: the answer does not say whose portfolio scopes it.
 */
function toLearned(waId: string | null, { recipient }: OutgoingMessage): Identity[] {
  if (waId === null || isBusinessScopedUserId(waId)) return []
  return toIdentities([waId], '-').filter(({ externalId }) => externalId !== recipient.externalId)
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}
