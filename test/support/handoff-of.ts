import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { conversationOf } from '../functions/api/api-data.ts'

export const OFFERED_AT = '2026-03-01T12:00:00.000Z'
export const EXPIRES_AT = '2026-03-04T12:00:00.000Z'

/** An offer on Facebook as it stands once it was made. */
export function handoffOf(changes: Partial<Handoff> = {}): Handoff {
  const { id, contactId } = conversationOf(1)
  return {
    id: 'hnd_1',
    state: 'offered',
    target: { kind: 'same_platform' },
    verification: 'platform',
    route: 'private_reply',
    reason: { code: 'account_data' },
    actor: { kind: 'human', id: 'agent-1', name: 'Kim' },
    publicConversationId: id,
    channel: 'facebook',
    targetAccount: { channel: 'facebook', id: '77' },
    contactId,
    awaited: null,
    privateConversationId: null,
    offeredAt: OFFERED_AT,
    expiresAt: EXPIRES_AT,
    reachedAt: { offered: OFFERED_AT },
    by: null,
    way: [],
    tooLateText: 'Too late.',
    version: 1,
    queueShard: 0,
    ...changes,
  }
}
