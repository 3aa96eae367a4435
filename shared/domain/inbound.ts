import type { Content, InboundAttachment } from './content.ts'
import type { Identity, Party } from './identity.ts'
import type { SendFailureCode } from './outgoing.ts'

/**
 * What one envelope says, in Inlet's words. A channel's `parse` returns a list of these and nothing else; they never
 * leave the process, so they are types without schemas. All times are ISO 8601 UTC with milliseconds, as the platform
 * stated them (`null` where it stated none).
 */
export type InboundEvent =
  | InboundMessage
  | InboundEcho
  | InboundEdit
  | InboundRemoval
  | InboundReaction
  | InboundReceipt
  | InboundHiding
  | InboundWatermark
  | InboundOptOut
  | InboundIdentityChange
  | InboundAccountEvent
  | InboundUnsupported
  | InboundIgnored

/** Where a message belongs. Private: a contact and the account. Public: an author and the account under one root post. */
export type Thread = PrivateThread | PublicThread

export type PrivateThread = { visibility: 'private'; party: Party }

export type PublicThread = {
  visibility: 'public'
  /** The author. Where the platform names none: an identity `unknown:<provider id>`, until somebody looks it up. */
  party: Party
  /** Provider id of the root post. */
  root: string
  /** Provider id of the post or comment that this one directly answers; null for the root itself. */
  parent: string | null
  subject: string | null
}

/** Our own public post or comment: it belongs to whoever wrote its parent. Without a known parent it waits for it. */
export type OwnReplyThread = {
  visibility: 'public'
  party: null
  root: string
  parent: string
  subject: string | null
}

/** The customer wrote, pressed, shared or ordered something. */
export type InboundMessage = {
  kind: 'message'
  providerId: string
  thread: Thread
  sentAt: string | null
  /** What the customer wrote and nothing else: caption, title of a pressed button; null where there are no words. */
  text: string | null
  content: Content
  attachments: InboundAttachment[]
  /** Provider id of the message this answers. */
  replyTo: string | null
  referral: Referral | null
  forwarded: boolean
  /** The envelope's: names of what was masked in it. */
  masked?: string[]
}

/** How the customer came here: an ad or a link they tapped. */
export type Referral = {
  source: string | null
  sourceId: string | null
  url: string | null
  headline: string | null
  ref: string | null
}

/** A message that our side sent, coming back: our own send, or one typed in the platform's own app. */
export type InboundEcho = Omit<InboundMessage, 'kind' | 'referral' | 'thread'> & {
  kind: 'echo'
  thread: Thread | OwnReplyThread
  /** The correlation value of our send call, where the platform returns it. */
  correlation: string | null
  /** The piece itself where its content is `unsupported`, else null. */
  raw: unknown
}

/** Set where most targets are posts of our own that are no messages here: what is said of one is not kept for later. */
export type IfUnknown = 'ignore'

export type InboundEdit = {
  kind: 'edit'
  /** Provider id of the message that changed. */
  target: string
  by: 'contact' | 'external'
  at: string | null
  text: string | null
  content: Content
  attachments: InboundAttachment[]
  masked?: string[]
  ifUnknown?: IfUnknown
}

export type InboundRemoval = {
  kind: 'removal'
  target: string
  by: 'contact' | 'external'
  at: string | null
  ifUnknown?: IfUnknown
}

export type InboundReaction = {
  kind: 'reaction'
  target: string
  by: 'contact' | 'external'
  party: Party
  /** null takes the reaction back. */
  emoji: string | null
  at: string | null
  ifUnknown?: IfUnknown
}

export type ReceiptStatus = 'sent' | 'delivered' | 'read' | 'failed'

export type InboundReceipt = {
  kind: 'receipt'
  target: string
  status: ReceiptStatus
  at: string | null
  correlation: string | null
  /** `code`, `optOut`: what the provider's own code means here, where its sender knows. */
  error: { providerCode: string; title: string; code?: SendFailureCode; optOut?: boolean } | null
}

/** Our side hid a public message from others, or showed it again. Its words stay. */
export type InboundHiding = {
  kind: 'hiding'
  target: string
  hidden: boolean
  by: 'external'
  at: string | null
  ifUnknown?: IfUnknown
}

/** Everything that our side sent to this person up to an instant was delivered, or read. */
export type InboundWatermark = {
  kind: 'watermark'
  party: Party
  status: 'delivered' | 'read'
  upTo: string
}

/** The customer said that we may no longer (or again) write to them on this account. */
export type InboundOptOut = {
  kind: 'opt_out'
  party: Party
  action: 'out' | 'in'
  scope: 'all' | 'marketing'
  by: 'keyword' | 'platform'
  at: string | null
}

/** The platform proved that the same person is known by new identities. `previous` may hold one nobody has seen. */
export type InboundIdentityChange = {
  kind: 'identity_change'
  previous: [Identity, ...Identity[]]
  current: [Identity, ...Identity[]]
  at: string | null
}

/** The platform said something about the account itself. `health` is null where it says nothing about sending. */
export type InboundAccountEvent = {
  kind: 'account'
  health: 'healthy' | 'degraded' | null
  /** Stable, lower snake case: `account_restricted`, `template_status_changed` … */
  code: string
  detail: string | null
  at: string | null
}

/** A message of a kind not known here. With a thread it becomes a visible entry; without one it goes to quarantine. */
export type InboundUnsupported = {
  kind: 'unsupported'
  providerId: string
  thread: Thread | null
  sentAt: string | null
  /** What the platform called it. */
  of: string
  raw: unknown
}

/** Understood and deliberately not stored: stable reason, lower snake case. */
export type InboundIgnored = {
  kind: 'ignored'
  reason: string
  /** Set where the envelope is about the way in itself: what it gives as account is none of the company's. */
  namesNoAccount?: true
}

/** What was masked in an envelope was masked in the words that it brings. */
export function noteMasked(event: InboundEvent, masked: string[] | undefined): InboundEvent {
  const hasWords = event.kind === 'message' || event.kind === 'echo' || event.kind === 'edit'
  return hasWords && masked !== undefined ? { ...event, masked } : event
}
