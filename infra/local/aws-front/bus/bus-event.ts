import * as z from 'zod'

/** An event as EventBridge delivers it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export const BusEvent = z.strictObject({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
})
export type BusEvent = z.infer<typeof BusEvent>

/** One target of one rule that matched an event. */
export const BusDelivery = z.strictObject({ rule: z.string(), target: z.string() })
export type BusDelivery = z.infer<typeof BusDelivery>

/** An accepted event and everything it owes, in one line of the log: either all of it survives a crash or nothing. */
export const AcceptedEvent = z.strictObject({
  sequence: z.number().int().positive(),
  bus: z.string(),
  event: BusEvent,
  deliveries: z.array(BusDelivery),
})
export type AcceptedEvent = z.infer<typeof AcceptedEvent>
