import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { toHandoffId } from '../../shared/domain/ids.ts'

/** An offer of a secure thread as it stands once the customer was told of it. */
export function handoffOf(
  of: Pick<Handoff, 'publicConversationId' | 'contactId'> & Partial<Handoff>,
): Handoff {
  const offeredAt = of.offeredAt ?? new Date().toISOString()
  return {
    id: toHandoffId(of.publicConversationId, 1),
    state: 'delivered',
    target: { kind: 'secure_thread' },
    verification: 'tap_and_code',
    route: 'private_reply',
    reason: { code: 'account_data' },
    actor: { kind: 'human', id: 'ada', name: null },
    channel: 'facebook',
    targetAccount: null,
    privateConversationId: null,
    offeredAt,
    expiresAt: new Date(Date.parse(offeredAt) + 72 * 3_600_000).toISOString(),
    reachedAt: { offered: offeredAt, delivered: offeredAt },
    by: null,
    version: 1,
    queueShard: 0,
    ...of,
  }
}
