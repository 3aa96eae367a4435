import type { Random } from '../support/random.ts'

/** A webhook request as a platform would send it. */
export type WireRequest = { url: string; headers: Record<string, string>; body: Uint8Array }

/** What a customer wrote, before a platform puts it in its own words. */
export type WireText = {
  /** The platform's id of the message. */
  id: string
  /** How the platform writes our side. */
  account: string
  /** How the platform writes the customer's side. */
  customer: string
  name: string
  text: string
  visibility: 'public' | 'private'
  at: Date
}

/** How one platform words and signs what it sends, for those who play the platform: `simulate`, `prove`, benchmarks and tests. */
export type Wire = {
  account: string
  /** A made-up customer. */
  createCustomer: (random: Random) => string
  createMessageId: (random: Random) => string
  /** The signed request of one text message to the inbox at this address. */
  toTextRequest: (text: WireText, inboxUrl: string) => WireRequest
}
