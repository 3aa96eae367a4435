import type { Conversation } from '../domain/conversation.ts'
import { createConversation } from '../domain/decide-addition.ts'
import type { EventPart } from '../domain/event-part.ts'
import { reopenSession } from '../domain/session.ts'
import type { Clock } from './ports.ts'
import { resolveThread } from './resolve-thread.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { toCausationId, type WriteRequest } from './write-request.ts'

export type OpenDeps = { clock: Clock; shards: { queue: number; feed: number } }

/** The conversation with a number: the one that there is, or the one that a message from it would begin. `caused`: what its first line causes. */
export async function openConversation(
  { clock, shards }: OpenDeps,
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
