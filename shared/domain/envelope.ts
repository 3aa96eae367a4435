import * as z from 'zod'
import { ChannelName, Provider } from './channel-name.ts'

/** One platform event cut out of a webhook body, before normalization: the body of one message on the inbound queue. */
export const Envelope = z.strictObject({
  version: z.literal(1),
  /** The channel module that cut it, and so the one that parses it. */
  source: z.string().min(1),
  /** The channel of its conversation. Differs from `source` for WhatsApp carried by Twilio. */
  channel: ChannelName,
  provider: Provider,
  account: z.strictObject({ id: z.string().min(1), name: z.string().nullable() }),
  /** When the webhook function accepted it: ISO 8601 UTC with milliseconds. Clocks count from here. */
  receivedAt: z.iso.datetime(),
  /** The idempotency key, readable; unique within source, channel and account. */
  key: z.string().min(1),
  /** Names of what was masked in the piece: `card`, `iban`, those of the deployment's patterns. Absent: nothing was. */
  masked: z.array(z.string()).min(1).exactOptional(),
  /** The piece itself with text already masked; only the channel's `parse` knows its shape. */
  payload: z.unknown(),
})
export type Envelope = z.infer<typeof Envelope>
