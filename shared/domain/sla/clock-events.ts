/** What is told of a clock. */
export const CLOCK_EVENTS = [
  'sla.started',
  'sla.paused',
  'sla.resumed',
  'sla.rescheduled',
  'sla.warning',
  'sla.breached',
  'sla.fulfilled',
  'sla.fulfilment_revoked',
  'sla.cancelled',
] as const
export type ClockEventType = (typeof CLOCK_EVENTS)[number]

/** Those after which something is due at another instant than before. */
export const CLOCK_MOVING_EVENTS = [
  'sla.started',
  'sla.resumed',
  'sla.rescheduled',
  'sla.fulfilment_revoked',
] as const satisfies readonly ClockEventType[]
