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

/**
 * Those after which something else is due next than before. After a warning it is too, but whoever told that arms the
 * rest of the clock.
 */
export const CLOCK_MOVING_EVENTS = [
  'sla.started',
  'sla.paused',
  'sla.resumed',
  'sla.rescheduled',
  'sla.fulfilled',
  'sla.fulfilment_revoked',
  'sla.cancelled',
] as const satisfies readonly ClockEventType[]
