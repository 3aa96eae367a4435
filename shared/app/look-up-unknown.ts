import type { Conversation } from '../domain/conversation.ts'
import { addMs, UNKNOWN_PATIENCE_MS } from '../domain/due.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { SEND_FAILURES, type Sending } from '../domain/outgoing.ts'
import type { DeliverDeps, DeliveryOutcome } from './deliver-conversation.ts'
import { holdsSecret } from './handoff/mint-secrets.ts'
import { describeMessage, toCredential } from './prepare-delivery.ts'
import { settleFound, settleMessage } from './settle-attempt.ts'
import { createUnitOfWork } from './unit-of-work.ts'

type Unknown = Sending['unknown'][number]

/**
 * Asks the platform what became of messages whose answer never came, where it can be asked and nothing told of them for a
 * while. What it does not have was never taken; where it cannot say, the message stays unknown.
 */
export async function lookUpUnknown(
  deps: DeliverDeps,
  conversation: Conversation,
  hasTime: () => boolean,
): Promise<DeliveryOutcome[]> {
  const now = deps.clock.now().toISOString()
  const unknown = conversation.sending?.unknown ?? []
  const late = unknown.filter(({ since }) => addMs(since, UNKNOWN_PATIENCE_MS) <= now)
  const outcomes: DeliveryOutcome[] = []
  for (const one of late) {
    if (!hasTime()) break
    const entry = await deps.store.entry(conversation.id, one.seq, 'consistent')
    if (entry?.kind !== 'message' || entry.status !== 'unknown' || holdsSecret(entry)) continue
    const kind = await lookUp(deps, conversation, entry, one)
    if (kind !== null) outcomes.push({ kind, seq: one.seq })
  }
  return outcomes
}

async function lookUp(
  deps: DeliverDeps,
  conversation: Conversation,
  entry: MessageEntry,
  { attemptedAt, since }: Unknown,
): Promise<'sent' | 'failed' | null> {
  const unit = createUnitOfWork(deps, 'consistent')
  const described = await describeMessage(unit, conversation, entry, deps.settings)
  // Platforms give files back changed, and add links to the words beside them: nothing is left to know such a message by.
  const canBeKnown = entry.attachments.length === 0
  const lookUp = (canBeKnown && described?.sender.lookUp) || null
  if (described === null || lookUp === null) return null
  const { message, sender } = described
  const credential = toCredential(await deps.secrets.read(conversation.channel), conversation.account.id)
  const moment = { at: deps.clock.now().toISOString(), nonce: deps.nextNonce() }
  const askedFrom = attemptedAt ?? since
  const call = lookUp.toCall(message, askedFrom, credential, moment)
  const result = call === null ? null : await deps.platform.call(call, sender.hosts)
  if (result?.kind !== 'answered') return null
  const outcome = lookUp.readAnswer(result.answer, message, askedFrom)
  if (outcome.kind === 'unclear') return null
  if (outcome.kind === 'sent') {
    const { providerId } = outcome
    const found = { providerId, sentAt: askedFrom }
    const settled = await settleFound(deps, conversation.id, entry.seq, found)
    return settled === 'settled' ? 'sent' : null
  }
  const code = 'not_accepted'
  const title = SEND_FAILURES[code]
  await settleMessage(deps, conversation.id, entry.seq, { kind: 'failed', code, providerCode: null, title })
  return 'failed'
}
