import * as z from 'zod'
import { Handoff } from '../../domain/handoff/handoff.ts'

/** A handoff as clients see it. Link and code are nobody's but the customer's. */
export const HandoffView = z.strictObject({
  ...Handoff.pick({
    id: true,
    state: true,
    target: true,
    verification: true,
    route: true,
    reason: true,
    actor: true,
    publicConversationId: true,
    privateConversationId: true,
    contactId: true,
    offeredAt: true,
    expiresAt: true,
    reachedAt: true,
    by: true,
  }).shape,
})
export type HandoffView = z.infer<typeof HandoffView>

export function toHandoffView(handoff: Handoff): HandoffView {
  return {
    id: handoff.id,
    state: handoff.state,
    target: handoff.target,
    verification: handoff.verification,
    route: handoff.route,
    reason: handoff.reason,
    actor: handoff.actor,
    publicConversationId: handoff.publicConversationId,
    privateConversationId: handoff.state === 'completed' ? handoff.privateConversationId : null,
    contactId: handoff.contactId,
    offeredAt: handoff.offeredAt,
    expiresAt: handoff.expiresAt,
    reachedAt: handoff.reachedAt,
    by: handoff.by,
  }
}
