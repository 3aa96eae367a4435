import type { CallMoment, OutgoingAction } from '../channels/sender.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationAction } from '../domain/conversation-action.ts'
import { decideOwnReaction, findOwnReaction } from '../domain/decide-own-reaction.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { toEntryId } from '../domain/ids.ts'
import type { CallResult } from './delivery-ports.ts'
import type { DeliverDeps } from './deliver-conversation.ts'
import { findRecipient, toCredential } from './prepare-delivery.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { createUnitOfWork, type UnitOfWork } from './unit-of-work.ts'

/** Nobody is writing any more when it comes later than that. */
const TYPING_LASTS_MS = 20_000
/** How far back a message of the customer is looked for that a platform wants named. */
const TARGET_BACK_MAX = 50

/**
 * `not_offered`: the platform has no such thing here, or there is nothing to do it to. `held`: the platform refuses what
 * the account sends, and is not asked.
 */
export type ActionOutcome = {
  kind: 'done' | 'refused' | 'held' | 'unclear' | 'not_offered' | 'too_late'
  /** HTTP status of a refusal. */
  status?: number
}

/** Tells the platform once what our side did beside writing. What it refuses is not tried again. */
export async function doAction(
  deps: DeliverDeps,
  conversationId: string,
  action: ConversationAction,
): Promise<ActionOutcome> {
  const unit = createUnitOfWork(deps, 'consistent')
  const conversation = await unit.conversation(conversationId, false)
  if (conversation === null) return { kind: 'not_offered' }
  const now = deps.clock.now()
  if (action.kind === 'typing' && now.getTime() - Date.parse(action.at) > TYPING_LASTS_MS) {
    return { kind: 'too_late' }
  }
  const sender = deps.settings.findChannel(conversation.channel)?.senders[conversation.provider]
  const outgoing = await toOutgoingAction(unit, conversation, action)
  if (sender === undefined || outgoing === null) return { kind: 'not_offered' }
  const credential = toCredential(await deps.secrets.read(conversation.channel), conversation.account.id)
  const moment: CallMoment = { at: now.toISOString(), nonce: deps.nextNonce() }
  const call = sender.toActionCall(outgoing, credential, moment)
  if (call === null) return { kind: 'not_offered' }
  const outcome: ActionOutcome = (await deps.sending.isHeld(conversation))
    ? { kind: 'held' }
    : toOutcome(await deps.platform.call(call, sender.hosts))
  if (isUntold(outcome) && action.kind === 'reaction' && action.emoji !== null) {
    await takeBack(deps, conversationId, action.seq, action.emoji)
  }
  return outcome
}

async function toOutgoingAction(
  unit: UnitOfWork,
  conversation: Conversation,
  action: ConversationAction,
): Promise<OutgoingAction | null> {
  const { account, visibility } = conversation
  const found = await findRecipient(unit, conversation)
  if (found === null) return null
  const party = { account: account.id, visibility, recipient: found.identity }
  if (action.kind === 'reaction') {
    const entry = await unit.entry(conversation.id, action.seq)
    const target = entry?.kind === 'message' ? entry.providerId : null
    return target === null ? null : { kind: 'reaction', ...party, target, emoji: action.emoji }
  }
  if (action.kind === 'hide') {
    const entry = await unit.entry(conversation.id, action.seq)
    const hidden = entry?.kind === 'message' && entry.hiddenAt === null ? entry.providerId : null
    return hidden === null ? null : { kind: 'hide', ...party, target: hidden }
  }
  const target = (await findLastOfCustomer(unit, conversation, action.seq))?.providerId ?? null
  if (action.kind === 'typing') return { kind: 'typing', ...party, target }
  return target === null ? null : { kind: 'read', ...party, target }
}

async function findLastOfCustomer(
  unit: UnitOfWork,
  { id }: Conversation,
  upTo: number,
): Promise<MessageEntry | undefined> {
  const entries = await unit.entriesBack(id, { from: Math.max(1, upTo - TARGET_BACK_MAX + 1), to: upTo })
  return entries.find(
    (entry): entry is MessageEntry => entry.kind === 'message' && entry.direction === 'inbound',
  )
}

function toOutcome(result: CallResult): ActionOutcome {
  if (result.kind === 'unclear') return { kind: 'unclear' }
  if (result.kind === 'not_sent') return { kind: 'refused' }
  const { answer } = result
  if (answer.kind === 'aws') return { kind: 'done' }
  return answer.status >= 200 && answer.status < 300
    ? { kind: 'done' }
    : { kind: 'refused', status: answer.status }
}

function isUntold({ kind }: ActionOutcome): boolean {
  return kind === 'refused' || kind === 'held'
}

/** The customer does not see the reaction, so the log must not say that they do. */
function takeBack(deps: DeliverDeps, conversationId: string, seq: number, emoji: string): Promise<void> {
  return retryConflicts(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(conversationId, false)
    const entry = conversation && (await unit.entry(conversationId, seq))
    if (conversation !== null && entry?.kind === 'message' && findOwnReaction(entry)?.emoji === emoji) {
      const outcome = decideOwnReaction(entry, conversation, null, {
        at: deps.clock.now().toISOString(),
        actor: { kind: 'system', id: null, name: null },
        causationId: toEntryId(conversationId, seq),
      })
      if (outcome.kind === 'changed') {
        unit.putEntry(outcome.entry)
        unit.putConversation(outcome.conversation)
      }
    }
    return { saved: await unit.commit(), result: undefined }
  })
}
