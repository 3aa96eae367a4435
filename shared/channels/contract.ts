import type { ChannelName, Provider, Visibility } from '../domain/channel-name.ts'
import type { Envelope } from '../domain/envelope.ts'
import type { HandoffRules } from '../domain/handoff/decide-offer.ts'
import type { InboundEvent } from '../domain/inbound.ts'
import type { Redaction } from '../domain/redaction/redaction.ts'
import type { ChannelMedia } from './media.ts'
import type { ChannelSender } from './sender.ts'

/**
 * What a platform must bring to be a channel. One folder assembles one of these in its `index.ts`; everything else asks
 * the manifest. All functions are pure: no I/O, no clock, no environment.
 */
export type Channel = {
  manifest: ChannelManifest
  /** Answers the platform's check that the URL is ours (GET), or null where the platform has none. */
  handshake: ((request: WebhookRequest, secret: ChannelSecret) => HandshakeOutcome) | null
  /** Throws `channel_secret_missing` where the secret lacks what it needs: never a pass. */
  verify: (request: WebhookRequest, secret: ChannelSecret) => VerifyOutcome
  /**
   * Verified bytes in, envelopes out, their texts masked. Total: what cannot be cut is returned, never thrown. Without a
   * redaction of the deployment's: what is always masked.
   */
  cut: (request: WebhookRequest, redaction?: Redaction) => CutOutcome
  /** The second way in: a message of the topic's queue in, envelopes out. null where the manifest has no topic. Total, as `cut`. */
  cutTopic: ((message: TopicMessage, redaction?: Redaction) => CutOutcome) | null
  /** By provider: how a message is sent. Without one the account can be read, not answered. */
  senders: Readonly<Partial<Record<Provider, ChannelSender>>>
  /** By provider: where the files of a message are. Without one they stay with the platform. */
  media: Readonly<Partial<Record<Provider, ChannelMedia>>>
  /** Other channels of which its providers bring messages too. Where those have none, its `media` and its secret open their files. */
  carries?: readonly ChannelName[]
  /** One envelope in, inbound events out. Total and deterministic: any payload gives events, `unsupported` or `ignored`. */
  parse: (envelope: Envelope) => InboundEvent[]
}

/** A raw HTTP request as the platform sent it. */
export type WebhookRequest = {
  method: string
  /** Names lower-cased once, at the edge. */
  headers: Readonly<Record<string, string>>
  /** The URL as configured at the platform: public base URL, path and raw query. Signatures use it, never the Host header. */
  url: string
  /** The query exactly as sent, without `?`. */
  rawQuery: string
  /** The body exactly as sent, base64 already decoded. */
  body: Uint8Array
}

/** One message of the queue that is subscribed to the channel's topics. Nothing to verify: its policy names who may send. */
export type TopicMessage = {
  /** As it left the queue: a notification of SNS, or with raw delivery what was published. */
  body: string
  /** When the queue took it: ISO 8601 UTC with milliseconds. */
  sentAt: string
}

/** The channel's secret as stored: one flat JSON object of strings. `previous…` keys stay valid during a rotation. */
export type ChannelSecret = Readonly<Record<string, string | undefined>>

export type HandshakeOutcome =
  | { kind: 'answered'; contentType: 'text/plain' | 'application/json'; body: string }
  | { kind: 'rejected'; reason: string }

export type VerifyOutcome =
  | { kind: 'verified'; secret: 'current' | 'previous' }
  /** The reason is for our log. The stranger hears one text for all of them. */
  | { kind: 'rejected'; reason: string }

export type CutOutcome = {
  envelopes: CutEnvelope[]
  /** Pieces that could not become an envelope: kept in quarantine, acknowledged. */
  uncut: UncutPiece[]
}

export type CutEnvelope = Pick<
  Envelope,
  'channel' | 'provider' | 'account' | 'key' | 'masked' | 'payload'
> & {
  /** What must stay in order: the most stable customer id (private) or the root post (public). */
  group: string
}

export type UncutPiece = { reason: string; bytes: Uint8Array }

export type ChannelManifest = {
  name: ChannelName
  /** For people: "X (Twitter)". */
  title: string
  provider: Provider
  visibilities: readonly Visibility[]
  ingress: {
    kind: 'webhook'
    /** Last segment of `/webhooks/{path}`. */
    path: string
    /** What the platform promises about order, before failures. */
    ordering: 'per_customer' | 'best_effort'
    /** What an accepted delivery is answered with. */
    accepted: { contentType: string; body: string }
  }
  /** Where a service of the same cloud publishes to an SNS topic instead of calling the webhook. */
  topic: {
    provider: Provider
    title: string
    /** Service principal that may publish to the stack's own topic. */
    publisher: string
    ordering: 'best_effort'
  } | null
  secret: {
    /** Every key the secret may have, with what it is and whether the channel works without it. */
    keys: Readonly<Record<string, { title: string; required: boolean }>>
    /** The values that the local run uses. Public on purpose. */
    local: Readonly<Record<string, string>>
  }
  /** What may be said back, by visibility: a comment has other rules than a private message. */
  capabilities: Readonly<Partial<Record<Visibility, ChannelCapabilities>>>
  /** How its public conversations go on in private, and how people get to its accounts. */
  handoff: HandoffRules
  /** Lower-case words that the carrier or platform treats as opting out or in; empty where it has none. */
  optOutWords: readonly string[]
  optInWords: readonly string[]
}

/** The platform's limits as data, with the day they were last compared with its documentation. */
export type ChannelCapabilities = {
  checkedOn: string
  textMaxChars: number
  /** How the platform counts: UTF-16 units, or X's weights (a link is 23, an emoji 2). */
  textCounting: 'utf16' | 'weighted'
  /** SMS: the text is billed in segments of 160/153 or 70/67. */
  segments: boolean
  receipts: readonly ('sent' | 'delivered' | 'read' | 'failed')[]
  /** ISO 8601 duration after the customer's last message in which free text is allowed; null where there is no window. */
  replyWindow: string | null
  /** The longer window in which only a person may write, as the platform's rule for human agents; null where there is none. */
  humanAgentWindow: string | null
  quickRepliesMax: number
  /** Of a text with quick replies, where that is less than of another. */
  quickReplyTextMaxChars?: number
  /** A conversation may be started by our side: with a template, or with any text. */
  start: 'template' | 'text' | null
  /** What a message costs where the platform says so, for an agent to weigh. */
  prices: readonly { of: string; usd: string }[]
  reactions: boolean
  edits: boolean
  replyTo: boolean
  typing: boolean
  markRead: boolean
  templates: boolean
}
