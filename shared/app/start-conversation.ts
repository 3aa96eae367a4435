import type { Conversation } from '../domain/conversation.ts'
import { createConversation } from '../domain/decide-addition.ts'
import type { EventPart } from '../domain/event-part.ts'
import { reopenSession } from '../domain/session.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { type Refusal, refuse } from './refusal.ts'
import { resolveThread } from './resolve-thread.ts'
import { latest } from './patch-conversation.ts'
import { type Done, type Repeated, saveOnce } from './save-once.ts'
import { putMessage, type SendDeps, type SendWish } from './send-message.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { toCausationId, type WriteRequest } from './write-request.ts'

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

async function openConversation(
  { clock, shards }: StartDeps,
  unit: UnitOfWork,
  { channel, provider, account, to }: Pick<Conversation, 'channel' | 'provider' | 'account'> & { to: string },
  request: WriteRequest,
): Promise<{ conversation: Conversation; caused: EventPart[] }> {
  const at = clock.now().toISOString()
  const identity = { channel, scope: '-', externalId: to }
  const thread = {
    visibility: 'private',
    party: { identities: [identity], name: null, handle: null },
  } as const
  const place = await resolveThread(
    { ...thread, party: { ...thread.party, identities: [identity] } },
    {
      unit,
      envelope: { channel, account },
      contact: {
        at,
        causationId: toCausationId(request),
        feedShards: shards.feed,
        actor: request.actor,
      },
    },
  )
  const { conversationId, contactId } = place
  const known = await unit.conversation(conversationId, false)
  if (known !== null) return reopen(known, at)
  unit.linkContact(contactId, conversationId, at)
  const birth = { conversationId, contactId, channel, provider, account, receivedAt: at, shards }
  const conversation = createConversation(thread, birth)
  return { conversation, caused: [{ type: 'conversation.opened', data: { session: 1 } }] }
}

/** Whoever writes into what was closed wants to go on. */
function reopen(before: Conversation, at: string): { conversation: Conversation; caused: EventPart[] } {
  if (before.status !== 'closed') return { conversation: before, caused: [] }
  const session = reopenSession(before, at)
  return {
    conversation: {
      ...before,
      status: 'open',
      closedAt: null,
      session,
      workflowRevision: before.workflowRevision + 1,
    },
    caused: [{ type: 'conversation.reopened', data: { from: 'closed', session: session.number } }],
  }
}
