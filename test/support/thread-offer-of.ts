import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { toHandoffId } from '../../shared/domain/ids.ts'
import { handoffOf } from './handoff-of.ts'

const VALID_MS = 72 * 3_600_000

/** An offer of a secure thread as it stands once the customer was told of it. */
export function threadOfferOf(
  of: Pick<Handoff, 'publicConversationId' | 'contactId'> & Partial<Handoff>,
): Handoff {
  const offeredAt = of.offeredAt ?? new Date().toISOString()
  return handoffOf({
    id: toHandoffId(of.publicConversationId, 1),
    state: 'delivered',
    target: { kind: 'secure_thread' },
    verification: 'tap_and_code',
    targetAccount: null,
    offeredAt,
    expiresAt: new Date(Date.parse(offeredAt) + VALID_MS).toISOString(),
    reachedAt: { offered: offeredAt, delivered: offeredAt },
    ...of,
  })
}
