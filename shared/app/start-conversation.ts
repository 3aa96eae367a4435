import type { Conversation } from '../domain/conversation.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { type Refusal, refuse } from './refusal.ts'
import { openConversation } from './open-conversation.ts'
import { latest } from './patch-conversation.ts'
import { type Done, type Repeated, saveOnce } from './save-once.ts'
import { putMessage, type SendDeps, type SendWish } from './send-message.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import type { WriteRequest } from './write-request.ts'

export type StartDeps = SendDeps & {
  shards: { queue: number; feed: number }
}

export type StartWish = Pick<SendWish, 'text' | 'quickReplies' | 'template' | 'author'> & {
  account: { channel: string; id: string }
  /** A phone number, E.164. */
  to: string
}

type Started = { conversation: Conversation; entry: MessageEntry }

/** Writes to somebody first, or again: contact and conversation are those that a message of theirs would have made. */
export async function startConversation<Answer>(
  deps: StartDeps,
  wish: StartWish,
  request: WriteRequest,
  toAnswer: (started: Started) => Answer,
): Promise<Done<Answer> | Repeated | Refusal> {
  const { channel, id } = wish.account
  const manifest = deps.replies.findChannel(channel)?.manifest
  if (manifest?.capabilities.private?.start == null) {
    const detail = 'Here the customer has to write first: the platform lets nobody else begin.'
    return refuse('channel_unsupported', detail)
  }
  const known = await deps.accounts.account(channel, id)
  const account = { id, name: known?.name ?? null }
  const provider = known?.provider ?? manifest.provider
  let started: Started | null = null
  const attempt = async (unit: UnitOfWork): Promise<Done<Answer> | Refusal> => {
    const opened = await openConversation(deps, unit, { channel, provider, account, to: wish.to }, request)
    const message = { ...wish, replyTo: null, caused: opened.caused }
    const queued = await putMessage(deps, unit, opened.conversation, message, request)
    if (queued.kind === 'refused') return queued
    started = queued
    return { kind: 'done', answer: toAnswer(queued) }
  }
  return saveOnce<Answer>(deps, request.claim, attempt, async (answer, unit) =>
    started === null
      ? answer
      : toAnswer({ ...started, conversation: await latest(started.conversation, unit) }),
  )
}
