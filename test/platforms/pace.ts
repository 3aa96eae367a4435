import * as z from 'zod'

/** How long the platforms' own limits last. Real unless a run has no quarter of an hour to wait. */
export const Pace = z.strictObject({
  /** https://docs.x.com/x-api/fundamentals/rate-limits */
  xQuarterMs: z
    .int()
    .min(1)
    .default(15 * 60_000),
  /** One message in so long to one person: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
  whatsAppPairPauseMs: z.int().min(0).default(6_000),
})
export type Pace = z.infer<typeof Pace>
