import type { OutboundQueue } from '../../shared/app/delivery-ports.ts'

/** For a test in which nobody replies: asking for a delivery is a failure. */
export const NO_DELIVERIES: OutboundQueue = {
  request: () => Promise.reject(new Error('Nothing is to be sent here.')),
}
