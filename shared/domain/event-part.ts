import * as z from 'zod'

/** The types of every event that Inlet publishes: dotted, past tense. */
export const EVENT_TYPES = [
  'message.received',
  'message.queued',
  'message.unknown',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'message.edited',
  'message.removed',
  'message.reaction_changed',
  'message.hidden',
  'message.unhidden',
  'message.attachment_stored',
  'message.attachment_failed',
  'conversation.opened',
  'conversation.reopened',
  'conversation.status_changed',
  'conversation.assigned',
  'conversation.tagged',
  'conversation.priority_changed',
  'conversation.action_taken',
  'conversation.accessed',
  'note.added',
  'window.closing',
  'sla.started',
  'sla.paused',
  'sla.resumed',
  'sla.rescheduled',
  'sla.warning',
  'sla.breached',
  'sla.fulfilled',
  'sla.fulfilment_revoked',
  'sla.cancelled',
  'handoff.suggested',
  'handoff.offered',
  'handoff.delivered',
  'handoff.opened',
  'handoff.verified',
  'handoff.completed',
  'handoff.expired',
  'handoff.declined',
  'handoff.arrival_refused',
  'contact.created',
  'contact.opted_out',
  'contact.opted_in',
  'contact.identity_changed',
  'contact.merged',
  'contact.unmerged',
  'account.degraded',
  'account.recovered',
] as const

export const EventType = z.enum(EVENT_TYPES)
export type EventType = z.infer<typeof EventType>

/** One event of a change as it is stored with its subject; what the subject itself says is added when it is published. */
export const EventPart = z.strictObject({ type: EventType, data: z.record(z.string(), z.unknown()) })
export type EventPart = z.infer<typeof EventPart>
