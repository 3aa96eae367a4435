import type { Provider, Visibility } from '../domain/channel-name.ts'
import type { WebhookRequest } from './contract.ts'
import type { PlatformAnswer } from './sender.ts'

/**
 * How one platform words and signs what it sends, for those who play the platform: the contract suite, `simulate`, `prove`,
 * benchmarks and tests. Each channel's folder brings one in `wire.ts`; no bundle holds it.
 */
export type Wire = {
  /** The account that a made-up customer writes to, unless another is named. */
  account: string
  createCustomer: (random: WireRandom, provider: string | null) => string
  createMessageId: (random: WireRandom, visibility: 'public' | 'private') => string
  /** The signed request of one text message to the inbox at this address. */
  toTextRequest: (text: WireText, inboxUrl: string) => WireRequest
  /** The signed request of a pressed quick reply, whose title is the text; null where nobody plays one. */
  toPressRequest: ((text: WireText, payload: string, inboxUrl: string) => WireRequest) | null
  /** What is published to the channel's topic for one text message; null where the manifest has no topic. */
  toTextNotification: ((text: WireText) => string) | null
  /** A private message with one file; null where customers cannot send any. */
  media: {
    kinds: readonly WireFileKind[]
    /** How the platform names a file. */
    createId: (random: WireRandom) => string
    toRequest: (message: WireText, file: WireFile, inboxUrl: string) => WireRequest
  } | null
}

export type WireFileKind = 'image' | 'voice' | 'document' | 'sticker'

export type WireFile = {
  kind: WireFileKind
  id: string
  /** Where it lies, for platforms that say so at once. */
  url: string
  mimeType: string
  name: string | null
}

/** What the contract suite asks a channel to bring. The fields are the platform's, the questions are the same for all. */
export type ChannelSamples = {
  signing: {
    /** Key of the channel's secret that signs webhooks. */
    secretKey: string
    /** Name of the header that carries the signature. */
    header: string
    /**
     * What the signature covers. `parameters`: two spellings of one form (`%2b`, `%2B`) have one signature, so a flipped bit
     * may change nothing that is read.
     */
    covers: 'bytes' | 'parameters'
    /** A request as the platform would send it, with headers named in lower case. */
    sign: (body: Uint8Array, secret: string) => WebhookRequest
  }
  /** The lists that a body can hold, with a sample of an element and the body that holds the given ones. */
  lists: Readonly<Record<string, SampleList>>
  /** A message whose words are `text`, and words that have broken others. */
  texts: { toBody: (text: string) => Uint8Array; samples: readonly string[] }
  /** Bodies with `text` in one field each in which customers write. */
  textFields: Readonly<Record<string, (text: string) => Uint8Array>>
  /** Bodies with `id` in one field each that must never change. */
  idFields: Readonly<Record<string, (id: string) => Uint8Array>>
  /** By provider that messages are sent with. */
  sends: Readonly<Partial<Record<Provider, SendSamples>>>
}

/** How a provider answers a call to send. */
export type SendSamples = {
  /** Where the platform tells of a message with a value of ours in it. */
  correlated: readonly Visibility[]
  /** The answer to a message that was accepted and is called `providerId` from now on. */
  toAccepted: (providerId: string, visibility: Visibility) => PlatformAnswer
  /** The answer with this documented code; null for one that only a later receipt has. */
  toRefused: (providerCode: string) => PlatformAnswer | null
}

export type SampleList = {
  sample: unknown
  countMax: number
  /** The element is a list itself, so that it may hold none or several pieces. */
  isContainer?: boolean
  toBody: (elements: readonly unknown[]) => Uint8Array
}

/** What a channel's `wire.ts` exports. */
export type WireModule = { wire: Wire; samples: ChannelSamples }

/** A webhook request as a platform would send it. */
export type WireRequest = { url: string; headers: Record<string, string>; body: Uint8Array }

export function toWebhookRequest({ url, headers, body }: WireRequest): WebhookRequest {
  return { method: 'POST', url, rawQuery: new URL(url).search.slice(1), headers, body }
}

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
  /** Of a public message: id of the post it is a comment or reply under. null: a post of its own that names us. */
  root: string | null
  at: Date
}

/** Chance that depends on nothing but a seed. */
export type WireRandom = {
  integer: (min: number, max: number) => number
  characters: (alphabet: string, length: number) => string
}
