import * as z from 'zod'

/**
 * A platform a conversation can live on, as the channel registry names it: `facebook`, `whatsapp`, `twitter`, `sms` …
 * Open, so that a new channel touches nothing here. Twitter/X is `twitter` in code, "X (Twitter)" for people.
 */
export const ChannelName = z.string().regex(/^[a-z][a-z0-9_]{1,19}$/)
export type ChannelName = z.infer<typeof ChannelName>

/** Who carries a channel's traffic: `meta`, `x`, `twilio`, `aws` … Only `sms` has two. */
export const Provider = z.string().regex(/^[a-z][a-z0-9_]{0,19}$/)
export type Provider = z.infer<typeof Provider>

export const Visibility = z.enum(['public', 'private'])
export type Visibility = z.infer<typeof Visibility>
