import { systemPacer } from '../../functions/edge/system.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { recordAccess } from '../../shared/app/thread/record-access.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { createConversation } from '../../shared/domain/decide-addition.ts'
import type { Actor } from '../../shared/domain/entry.ts'
import { toContactId, toConversationId, toHandoffId } from '../../shared/domain/ids.ts'
import { THREAD_CHANNEL, THREAD_PROVIDER } from '../../shared/domain/thread/thread-message.ts'
import { PHONE, SHOP } from './golden-day.ts'

/** An agent reads what a customer said in a secure thread. */
export async function readThreadOf(store: InboxStore, agent: Actor, at: string): Promise<void> {
  const clock = { now: () => new Date(at) }
  const handoffId = toHandoffId('cnv_pludjloam2v5xlnn3q3xwwgm3w', 1)
  const identity = { channel: THREAD_CHANNEL, scope: '-', externalId: handoffId }
  const conversation = createConversation(
    { visibility: 'private' },
    {
      conversationId: toConversationId({ accountId: '-', identity, root: null }),
      contactId: toContactId(PHONE),
      channel: THREAD_CHANNEL,
      provider: THREAD_PROVIDER,
      account: { id: SHOP.id, name: null },
      receivedAt: at,
      shards: { queue: 4, feed: 1 },
    },
  )
  const secure = { handoffId, key: 'a2V5', readers: [] }
  const thread = { ...conversation, secure }
  await store.save([{ kind: 'conversation', conversation: thread, expectedVersion: null }])
  const deps = { store, clockChannels: createClockChannels(findChannel), clock, pacer: systemPacer }
  await recordAccess(deps, thread, { actor: agent, causationId: 'req_JKJaZhQVPHcEMyw=' })
}
