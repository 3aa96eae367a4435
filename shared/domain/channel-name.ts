import * as z from 'zod'

/** Every platform a conversation can live on. Twitter/X is `twitter` in code, "X (Twitter)" for people. */
export const ChannelName = z.enum(['facebook', 'whatsapp', 'twitter', 'sms', 'web'])
export type ChannelName = z.infer<typeof ChannelName>

/** Who carries a channel's traffic. Only `sms` has two. */
export const Provider = z.enum(['meta', 'x', 'twilio', 'aws', 'inlet'])
export type Provider = z.infer<typeof Provider>

export const Visibility = z.enum(['public', 'private'])
export type Visibility = z.infer<typeof Visibility>
