import type { Conversation } from '../domain/conversation.ts'
import { decideStep } from '../domain/decide-delivery.ts'
import { withoutMessage } from '../domain/decide-settlement.ts'
import type { Entry, MessageEntry } from '../domain/entry.ts'
import { SEND_FAILURES } from '../domain/outgoing.ts'
import { attemptMessage, type AttemptDeps } from './attempt-message.ts'
import { type MintDeps, mintSecrets } from './handoff/mint-secrets.ts'
import { lookUpUnknown } from './look-up-unknown.ts'
import { prepareDelivery, type PrepareSettings, type RefusedMessage } from './prepare-delivery.ts'
import { settleMessage } from './settle-attempt.ts'
import { createUnitOfWork, type UnitOfWork } from './unit-of-work.ts'

export type DeliverDeps = AttemptDeps & MintDeps & { settings: PrepareSettings }

export type DeliveryOutcome = {
  seq: number
  kind: 'sent' | 'failed' | 'retry' | 'unknown' | 'dropped'
  code?: string | null
}

/** What is left to do after a look at a conversation. */
export type DeliveryReport = {
  outcomes: DeliveryOutcome[]
  /** `waits`: something is to be sent, not before then. `busy`: there is more than one look has time for. */
  next: { kind: 'nothing' } | { kind: 'waits'; until: string } | { kind: 'busy' }
}

type Turn =
  | { kind: 'idle'; conversation: Conversation | null }
  | { kind: 'waits'; conversation: Conversation; until: string }
  | { kind: 'again' }
  | DeliveryOutcome

/**
 * Sends what a conversation has to send, one message after the other, until nothing is left, the platform asks to wait, or
 * the time is up. Safe to call again after any failure: what stands in the table decides, and no call is made twice.
 */
export async function deliverConversation(
  deps: DeliverDeps,
  conversationId: string,
  hasTime: () => boolean,
): Promise<DeliveryReport> {
  const outcomes: DeliveryOutcome[] = []
  while (hasTime()) {
    const turn = await takeTurn(deps, conversationId)
    if (turn.kind === 'again') continue
    if (turn.kind !== 'idle' && turn.kind !== 'waits') {
      outcomes.push(turn)
      continue
    }
    if (turn.conversation !== null) outcomes.push(...(await lookUpUnknown(deps, turn.conversation, hasTime)))
    return {
      outcomes,
      next: turn.kind === 'idle' ? { kind: 'nothing' } : { kind: 'waits', until: turn.until },
    }
  }
  return { outcomes, next: { kind: 'busy' } }
}

async function takeTurn(deps: DeliverDeps, conversationId: string): Promise<Turn> {
  const unit = createUnitOfWork(deps, 'consistent')
  const conversation = await unit.conversation(conversationId, false)
  const now = deps.clock.now()
  if (conversation === null) return { kind: 'idle', conversation }
  const step = decideStep(conversation, now)
  if (step.kind === 'idle' || step.kind === 'waits') return { ...step, conversation }
  const { seq } = step
  const entry = await unit.entry(conversationId, seq)
  if (!isToSend(entry)) return drop(unit, conversation, seq)
  if (step.kind === 'abandoned') {
    const { number } = step
    await settleMessage(deps, conversationId, seq, { kind: 'unknown', number, reason: 'interrupted' })
    return { kind: 'unknown', seq, code: 'interrupted' }
  }
  const prepared = await prepareDelivery(unit, conversation, entry, deps.settings, now)
  if (prepared.kind === 'refused') return fail(deps, entry, prepared)
  const text = await mintSecrets(deps, unit, entry, deps.settings.publicUrl)
  const filled = { ...prepared, message: { ...prepared.message, text } }
  const outcome = await attemptMessage(deps, unit, { conversation, entry }, filled)
  if (outcome.kind === 'overtaken') return { kind: 'again' }
  if (outcome.kind === 'held') return hold(unit, conversation, outcome.until)
  if (outcome.kind !== 'paused') return { ...outcome, seq }
  // The platform will not take it in time: better known now than then.
  const isTooLate = outcome.until >= prepared.deadline
  return isTooLate
    ? fail(deps, entry, { code: 'send_expired', title: SEND_FAILURES.send_expired })
    : hold(unit, conversation, outcome.until)
}

async function fail(
  deps: DeliverDeps,
  { conversationId, seq }: MessageEntry,
  { code, title }: Pick<RefusedMessage, 'code' | 'title'>,
): Promise<Turn> {
  await settleMessage(deps, conversationId, seq, { kind: 'failed', code, providerCode: null, title })
  return { kind: 'failed', seq, code }
}

/** Kept with the conversation, so that the timers know when to ask again. */
async function hold(unit: UnitOfWork, conversation: Conversation, until: string): Promise<Turn> {
  const { sending } = conversation
  if (sending === null) return { kind: 'again' }
  unit.putConversation({ ...conversation, sending: { ...sending, notBefore: until } })
  return (await unit.commit()) === 'conflict' ? { kind: 'again' } : { kind: 'waits', conversation, until }
}

/** Gone (retention, erasure), or settled by somebody else: nothing to send. */
async function drop(unit: UnitOfWork, conversation: Conversation, seq: number): Promise<Turn> {
  unit.putConversation({ ...conversation, sending: withoutMessage(conversation.sending, seq) })
  return (await unit.commit()) === 'conflict' ? { kind: 'again' } : { kind: 'dropped', seq }
}

function isToSend(entry: Entry | null): entry is MessageEntry {
  return entry?.kind === 'message' && entry.status === 'queued'
}
