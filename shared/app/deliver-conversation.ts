import type { PlatformCall, SendOutcome } from '../channels/sender.ts'
import type { Conversation } from '../domain/conversation.ts'
import { claimAttempt, decideStep } from '../domain/decide-delivery.ts'
import { withoutMessage } from '../domain/decide-settlement.ts'
import type { Entry, MessageEntry } from '../domain/entry.ts'
import { toEntryId } from '../domain/ids.ts'
import type { CallResult, PlatformClient, SecretShelf } from './delivery-ports.ts'
import { lookUpUnknown } from './look-up-unknown.ts'
import {
  type PreparedMessage,
  prepareDelivery,
  type PrepareSettings,
  toCredential,
} from './prepare-delivery.ts'
import type { SendingRecord } from './record-sending.ts'
import { type Attempt, settleAttempt, type SettleDeps, settleMessage } from './settle-attempt.ts'
import { createUnitOfWork, type UnitOfWork } from './unit-of-work.ts'

export type DeliverDeps = SettleDeps & {
  settings: PrepareSettings
  platform: PlatformClient
  secrets: SecretShelf
  sending: SendingRecord
  /** A value that no other call has. */
  nextNonce: () => string
}

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
    if (turn.conversation !== null) outcomes.push(...(await lookUpUnknown(deps, turn.conversation)))
    return {
      outcomes,
      next: turn.kind === 'idle' ? { kind: 'nothing' } : { kind: 'waits', until: turn.until },
    }
  }
  return { outcomes, next: { kind: 'busy' } }
}

async function takeTurn(deps: DeliverDeps, conversationId: string): Promise<Turn> {
  const unit = createUnitOfWork(deps.store, 'consistent')
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
  if (prepared.kind === 'refused') {
    const { code, title } = prepared
    await settleMessage(deps, conversationId, seq, { kind: 'failed', code, providerCode: null, title })
    return { kind: 'failed', seq, code }
  }
  return attempt(deps, unit, conversation, entry, prepared)
}

/** The claim is saved before the call: whoever finds it open later knows that the platform may have the message. */
async function attempt(
  deps: DeliverDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  entry: MessageEntry,
  prepared: PreparedMessage,
): Promise<Turn> {
  // Without its credential no call can be made, and nothing is claimed.
  const call = await toCall(deps, conversation, prepared)
  const admission = await deps.sending.admit(conversation)
  if (admission.kind === 'held') return hold(unit, conversation, admission.until)
  const claimed = claimAttempt(conversation, entry, deps.clock.now())
  unit.putConversation(claimed)
  if ((await unit.commit()) === 'conflict') return { kind: 'again' }
  const result = await deps.platform.call(call, prepared.sender.hosts)
  const outcome = toOutcome(prepared, result)
  const open = claimed.sending?.attempt as Attempt
  const kind = await settleAttempt(deps, prepared, { conversation, entry, attempt: open }, outcome)
  await recordHealth(deps, conversation, entry, outcome)
  const code = outcome.kind === 'sent' || outcome.kind === 'unclear' ? null : outcome.providerCode
  return { kind, seq: entry.seq, code }
}

async function toCall(
  { secrets, clock, nextNonce }: DeliverDeps,
  { channel, account }: Conversation,
  { sender, message }: PreparedMessage,
): Promise<PlatformCall> {
  const credential = toCredential(await secrets.read(channel), account.id)
  return sender.toSendCall(message, credential, { at: clock.now().toISOString(), nonce: nextNonce() })
}

function toOutcome({ sender, message }: PreparedMessage, result: CallResult): SendOutcome {
  switch (result.kind) {
    case 'answered':
      return sender.readSendAnswer(result.answer, message)
    case 'not_sent':
      return { kind: 'retry', afterMs: null, providerCode: null, title: result.title }
    case 'unclear':
      return result
  }
}

async function recordHealth(
  { sending, clock }: DeliverDeps,
  conversation: Conversation,
  { conversationId, seq }: MessageEntry,
  outcome: SendOutcome,
): Promise<void> {
  const origin = { at: clock.now().toISOString(), causationId: toEntryId(conversationId, seq) }
  if (outcome.kind === 'sent') await sending.sent(conversation, origin)
  if (outcome.kind !== 'failed' || outcome.account === null) return
  await sending.refused(conversation, { ...origin, code: outcome.account, detail: outcome.title })
}

/** The account cannot send: what waits does not try one after the other what the first has found out. */
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
