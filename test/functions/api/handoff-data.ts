import type { Handoff } from '../../../shared/domain/handoff/handoff.ts'
import { toHandoffId } from '../../../shared/domain/ids.ts'
import { handoffOf } from '../../support/handoff-of.ts'
import { minutesAfterNoon, QUEUE_SHARDS } from './api-data.ts'
import type { Answer, Api } from './api-harness.ts'
import { createCustomer, type Customer, postOnce } from './reply-data.ts'

export const NOBODY = 'hnd_aaaaaaaaaaaaaaaaaaaaaaaaaa'
const STATES = ['completed', 'expired', 'declined', 'delivered', 'offered'] as const

/** Handoffs of March, one a minute, over all shards. */
export const STORED: Handoff[] = Array.from({ length: 20 }, (_, n) => {
  const state = STATES[n % STATES.length] ?? 'offered'
  const at = minutesAfterNoon(n)
  return handoffOf({
    id: toHandoffId(`cnv_${n}`, 1),
    state,
    channel: n % 2 === 0 ? 'facebook' : 'twitter',
    target: n % 4 === 0 ? { kind: 'sms', to: '+15550001234' } : { kind: 'same_platform' },
    publicConversationId: `cnv_${'abcdefghij'.charAt(n % 10).repeat(26)}`,
    privateConversationId: state === 'completed' ? `cnv_${'p'.repeat(26)}` : null,
    offeredAt: at,
    reachedAt: {
      offered: at,
      delivered: at,
      ...(state === 'completed' ? { completed: minutesAfterNoon(n + 2) } : {}),
    },
    by: state === 'declined' ? { kind: 'agent', code: null } : null,
    queueShard: n % QUEUE_SHARDS,
  })
})

export const WISH = { target: { kind: 'same_platform' }, reason: { code: 'account_data' } }

let created = 0

export async function storeHandoffs({ store }: Api): Promise<void> {
  await store.save(STORED.map((handoff) => ({ kind: 'handoff' as const, handoff, expectedVersion: null })))
}

/** Somebody who wrote under a post of the Page. */
export function createCommenter(
  api: Api,
  changes: Partial<Parameters<typeof createCustomer>[2]> = {},
): Promise<Customer> {
  return createCustomer(api, ++created, { channel: 'facebook', visibility: 'public', ...changes })
}

export function postOffer(
  api: Api,
  { conversation }: Customer,
  body: unknown = WISH,
  how: Parameters<Api['post']>[2] = {},
): Promise<Answer> {
  return postOnce(api, `/v1/conversations/${conversation.id}/handoffs`, body, how)
}
