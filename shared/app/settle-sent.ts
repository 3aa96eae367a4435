import type { Conversation } from '../domain/conversation.ts'
import { decideSettlement, type SettlementOrigin } from '../domain/decide-settlement.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { toMessageKey } from '../domain/seen.ts'
import { applyFacts } from './apply-fact.ts'
import type { IngestContext } from './ingest-context.ts'
import { recordRefusedLater } from './record-refused-recipient.ts'
import { writeWaitingReplies } from './write-message.ts'

export type OwnMessage = { entry: MessageEntry; conversation: Conversation }

/** The platform has this message, under this id. */
export type SentEvidence = SettlementOrigin & { providerId: string; sentAt: string }

/**
 * Writes that a message was sent, with whatever was known of its provider id before. From then on whatever names that id
 * is about this message. Learned again, it changes nothing.
 */
export async function settleSent(
  own: OwnMessage,
  evidence: SentEvidence,
  context: IngestContext,
): Promise<OwnMessage> {
  const { unit } = context
  const { channel, account, id: conversationId } = own.conversation
  const { providerId, sentAt } = evidence
  const key = toMessageKey({ channel, accountId: account.id, providerId })
  const known = await unit.claimed(key)
  const settlement = { kind: 'sent', providerId, sentAt } as const
  const outcome = decideSettlement(own.entry, own.conversation, settlement, evidence)
  const settled = outcome.kind === 'changed' ? outcome : own
  const facts = known?.kind === 'parked' ? known.facts : []
  const state = await applyFacts(settled, facts, unit)
  if (state !== own) {
    unit.putEntry(state.entry)
    unit.putConversation(state.conversation)
  }
  for (const fact of facts) if ('amendment' in fact) await recordRefusedLater(fact, state, context)
  if (known?.kind === 'entry') return state
  unit.putSeen({ kind: 'entry', key, conversationId, seq: own.entry.seq })
  await writeReplies(state, facts, context)
  return state
}

/** What our side wrote under this message elsewhere waited for it. */
async function writeReplies(
  { conversation }: OwnMessage,
  facts: Parameters<typeof writeWaitingReplies>[0],
  context: IngestContext,
): Promise<void> {
  const { id: conversationId, contactId } = conversation
  const place = { conversationId, contactId, contactName: null, isProbablyNew: false }
  await writeWaitingReplies(facts, place, context)
}
