import type { Conversation } from '../domain/conversation.ts'
import { decideOwnReaction } from '../domain/decide-own-reaction.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { parseEntryId } from '../domain/ids.ts'
import { decideReplyOptions } from '../domain/reply-options.ts'
import type { OutboundQueue } from './delivery-ports.ts'
import { type MessageView, toMessageView } from './entry-view.ts'
import { isVisible, readHold, readReplyFacts } from './read-reply-facts.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Done, type Repeated, saveOnce } from './save-once.ts'
import type { SendDeps } from './send-message.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { toCausationId, type WriteRequest } from './write-request.ts'

/** In public the one reaction that a page or account can give. */
const LIKE = '👍'

export type ActionDeps = SendDeps & { outbound: OutboundQueue }

export type ReactionWish = { conversationId: string; entryId: string; emoji: string | null }

/** Reacts to what the customer wrote, or takes that back. The log says so at once; what the platform refuses is taken back. */
export async function setReaction(
  deps: ActionDeps,
  { conversationId, entryId, emoji }: ReactionWish,
  request: WriteRequest,
): Promise<Done<MessageView> | Repeated | Refusal> {
  const saved = await saveOnce<MessageView>(deps, null, async (unit) => {
    const conversation = await unit.conversation(conversationId, false)
    const place = parseEntryId(entryId)
    const entry =
      place?.conversationId === conversationId ? await unit.entry(conversationId, place.seq) : null
    if (conversation === null || entry?.kind !== 'message') {
      return refuse('not_found', 'There is no message with this id in this conversation.')
    }
    const now = deps.clock.now()
    const refusal = await refuseReaction(deps, unit, { conversation, entry, emoji, now })
    if (refusal !== null) return refusal
    const context = { at: now.toISOString(), actor: request.actor, causationId: toCausationId(request) }
    const outcome = decideOwnReaction(entry, conversation, emoji, context)
    if (outcome.kind === 'unchanged') return { kind: 'done', answer: toMessageView(entry) }
    unit.putEntry(outcome.entry)
    unit.putConversation(outcome.conversation)
    return { kind: 'done', answer: toMessageView(outcome.entry) }
  })
  if (saved.kind !== 'done') return saved
  const action = { kind: 'reaction', seq: saved.answer.seq, emoji } as const
  await deps.outbound.request([{ conversationId, occasion: `reaction ${request.requestId}`, action }])
  return saved
}

type Wanted = { conversation: Conversation; entry: MessageEntry; emoji: string | null; now: Date }

async function refuseReaction(
  { accounts, replies }: Pick<ActionDeps, 'accounts' | 'replies'>,
  unit: UnitOfWork,
  { conversation, entry, emoji, now }: Wanted,
): Promise<Refusal | null> {
  const { facts, rules } = await readReplyFacts(unit, conversation, replies, now)
  if (rules?.reactions !== true) {
    return refuse('channel_unsupported', 'Nobody can react to messages on this channel. Answer in words.')
  }
  const hold = await readHold(accounts, conversation, 'action', now)
  const { options, closed } = decideReplyOptions({ ...facts, hasTarget: true, hold })
  if (emoji === null) {
    // What was shown may be taken back whenever the platform can be told so.
    const held = closed.find(({ code }) => code === 'account_refused')
    return held === undefined ? null : refuse(held.code, held.reason)
  }
  if (conversation.visibility === 'public' && emoji !== LIKE) {
    return refuse('channel_unsupported', `In public only ${LIKE} is possible.`)
  }
  if (entry.direction !== 'inbound' || !isVisible(entry)) {
    return refuse('reply_target_gone', 'A reaction needs a message of the customer that is still there.')
  }
  const [reason] = closed
  return options.some(({ kind }) => kind === 'text') || reason === undefined
    ? null
    : refuse(reason.code, reason.reason)
}
