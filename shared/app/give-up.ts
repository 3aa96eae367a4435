import type { Channel } from '../channels/contract.ts'
import type { Envelope } from '../domain/envelope.ts'
import { AppError } from '../domain/errors.ts'
import type { InboundEvent } from '../domain/inbound.ts'
import { toMessageKey } from '../domain/seen.ts'
import type { InboxStore } from './ports.ts'

export type GiveUpDeps = { findChannel: (name: string) => Channel | undefined; store: InboxStore }

/** Marks the gap that an event leaves behind when it becomes a dead letter. Does nothing where it has no conversation yet. */
export async function markGapOf(deps: GiveUpDeps, envelope: Envelope): Promise<string | null> {
  try {
    return await markGap(deps, envelope)
  } catch (error) {
    if (error instanceof AppError && error.retry) throw error
    // A bug, perhaps the very one that makes us give up: a dead letter without its mark is better than none.
    return null
  }
}

async function markGap({ findChannel, store }: GiveUpDeps, envelope: Envelope): Promise<string | null> {
  for (const event of findChannel(envelope.source)?.parse(envelope) ?? []) {
    const conversationId = await findConversation(store, envelope, event)
    if (conversationId === null) continue
    await store.markGap(conversationId)
    return conversationId
  }
  return null
}

async function findConversation(
  store: InboxStore,
  { channel, account }: Envelope,
  event: InboundEvent,
): Promise<string | null> {
  if ('target' in event) {
    const key = toMessageKey({ channel, accountId: account.id, providerId: event.target })
    const seen = await store.seen(key, 'consistent')
    return seen?.kind === 'entry' ? seen.conversationId : null
  }
  if (!('thread' in event) || event.thread === null) return null
  const records = await store.identities(event.thread.party.identities, 'consistent')
  return (
    records.find((record) => record?.conversations[account.id] !== undefined)?.conversations[account.id] ??
    null
  )
}
