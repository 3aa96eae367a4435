import type { HandOverRefusal, PlatformCall, SendOutcome } from '../channels/sender.ts'
import type { Conversation } from '../domain/conversation.ts'
import { claimAttempt } from '../domain/decide-delivery.ts'
import type { Probe } from '../domain/decide-send-health.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { AppError } from '../domain/errors.ts'
import { toEntryId } from '../domain/ids.ts'
import type { Redaction } from '../domain/redaction/redaction.ts'
import type { CallResult, PlatformClient, SecretShelf } from './delivery-ports.ts'
import { type HandOverDeps, handOverFiles } from './media/hand-over-files.ts'
import { type PreparedMessage, toCredential } from './prepare-delivery.ts'
import type { SendingRecord } from './record-sending.ts'
import { type Attempt, settleAttempt, type SettleDeps } from './settle-attempt.ts'
import type { UnitOfWork } from './unit-of-work.ts'

export type AttemptDeps = SettleDeps &
  HandOverDeps & {
    platform: PlatformClient
    secrets: SecretShelf
    sending: SendingRecord
    settings: { redaction: Redaction }
    /** A value that no other call has. */
    nextNonce: () => string
  }

export type AttemptOutcome =
  | { kind: 'sent' | 'failed' | 'retry' | 'unknown'; code: string | null }
  /** The account cannot send: what waits does not try one after the other what the first has found out. */
  | { kind: 'held'; until: string }
  /** A limit of the account is used up until then. */
  | { kind: 'paused'; until: string }
  /** Somebody else wrote first. */
  | { kind: 'overtaken' }

/**
 * One call for one message. The claim is saved before the call: whoever finds it open later knows that the platform may
 * have the message.
 */
export async function attemptMessage(
  deps: AttemptDeps,
  unit: UnitOfWork,
  { conversation, entry }: { conversation: Conversation; entry: MessageEntry },
  prepared: PreparedMessage,
): Promise<AttemptOutcome> {
  const admission = await deps.sending.admit(conversation)
  if (admission.kind !== 'admitted') return admission
  const { text } = prepared.message
  // Without its credential no call can be made, and nothing is claimed. A probe is lost on one that was replaced since.
  const ready = await makeReady(deps, conversation, prepared, admission.probedAt !== null)
  // What is sent is what an echo is known by.
  const attempt = await claim(deps, unit, conversation, { ...entry, text })
  if (attempt === null) return { kind: 'overtaken' }
  const { outcome, ifUnclear } =
    ready.kind === 'call'
      ? await makeCall(deps, prepared, ready.call)
      : ({ outcome: ready, ifUnclear: 'no_answer' } as const)
  const kind = await settleAttempt(deps, prepared, { conversation, entry, attempt, ifUnclear }, outcome)
  await recordHealth(deps, { conversation, entry, probedAt: admission.probedAt }, outcome)
  return { kind, code: toCode(outcome) }
}

/** The call that sends, its files handed over where the platform wants that first. */
async function makeReady(
  deps: AttemptDeps,
  conversation: Conversation,
  { sender, message }: Pick<PreparedMessage, 'sender' | 'message'>,
  refresh: boolean,
): Promise<{ kind: 'call'; call: PlatformCall } | HandOverRefusal> {
  const { channel, account } = conversation
  const credential = toCredential(await deps.secrets.read(channel, { refresh }), account.id)
  try {
    const { handOver, hosts } = sender
    const handed =
      handOver === null || message.files.length === 0
        ? ({ kind: 'ready', files: message.files } as const)
        : await handOverFiles(deps, { message, handOver, hosts, credential })
    if (handed.kind !== 'ready') return handed
    const moment = { at: deps.clock.now().toISOString(), nonce: deps.nextNonce() }
    return { kind: 'call', call: sender.toSendCall({ ...message, files: handed.files }, credential, moment) }
  } catch (error) {
    if (refresh || !isCredentialMissing(error)) throw error
    return makeReady(deps, conversation, { sender, message }, true)
  }
}

async function makeCall(
  { platform }: AttemptDeps,
  prepared: PreparedMessage,
  call: PlatformCall,
): Promise<{ outcome: SendOutcome; ifUnclear: 'answer_unclear' | 'no_answer' }> {
  const result = await platform.call(call, prepared.sender.hosts)
  const ifUnclear = result.kind === 'answered' ? 'answer_unclear' : 'no_answer'
  return { outcome: toOutcome(prepared, result), ifUnclear }
}

function isCredentialMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'channel_secret_missing'
}

/**
 * Opens an attempt; null where somebody else wrote first. A claim that was saved although its answer says otherwise, or
 * never came, is ours all the same: taken for another's, the message would count as perhaps sent without any call.
 */
async function claim(
  { store, clock, settings }: AttemptDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  entry: MessageEntry,
): Promise<Attempt | null> {
  const claimed = claimAttempt(conversation, entry, clock.now(), settings.redaction)
  const wanted = claimed.sending?.attempt ?? null
  unit.putConversation(claimed)
  const saved = await unit.commit().catch((error: unknown) => {
    if (error instanceof AppError && error.retry) return 'unclear' as const
    throw error
  })
  if (saved === 'saved') return wanted
  const now = await store.conversation(conversation.id, 'consistent')
  return isSame(now?.sending?.attempt ?? null, wanted) ? wanted : null
}

/** One delivery of a conversation runs at a time, so no other has opened the same one in the same millisecond. */
function isSame(left: Attempt | null, right: Attempt | null): boolean {
  return left?.seq === right?.seq && left?.number === right?.number && left?.startedAt === right?.startedAt
}

function toOutcome({ sender, message }: PreparedMessage, result: CallResult): SendOutcome {
  switch (result.kind) {
    case 'answered':
      return sender.readSendAnswer(result.answer, message)
    case 'not_sent':
      return { kind: 'retry', afterMs: null, ofAccount: false, providerCode: null, title: result.title }
    case 'unclear':
      return result
  }
}

/** For the log. */
function toCode(outcome: SendOutcome): string | null {
  if (outcome.kind === 'sent') return null
  return outcome.kind === 'unclear' ? outcome.title : outcome.providerCode
}

async function recordHealth(
  { sending, clock }: AttemptDeps,
  { conversation, entry, probedAt }: { conversation: Conversation; entry: MessageEntry } & Probe,
  outcome: SendOutcome,
): Promise<void> {
  const origin = { at: clock.now().toISOString(), causationId: toEntryId(conversation.id, entry.seq) }
  if (outcome.kind === 'sent') await sending.sent(conversation, { ...origin, probedAt })
  if (outcome.kind === 'retry' && outcome.ofAccount && outcome.afterMs !== null) {
    await sending.limited(conversation, outcome.afterMs)
  }
  if (outcome.kind !== 'failed' || outcome.account === null) return
  await sending.refused(conversation, {
    ...origin,
    by: 'answer',
    code: outcome.account,
    detail: outcome.title,
  })
}
