import type { InboundAttachment } from '../../../../shared/domain/content.ts'
import type { Identity, Party } from '../../../../shared/domain/identity.ts'
import type { InboundEvent, InboundMessage } from '../../../../shared/domain/inbound.ts'

/** What one real payload must become, written by reading the payload and the documentation. Each holds one element. */
export type PayloadExpectation = {
  account: { id: string; name: string | null }
  group: string
  /** Whole, or up to its last colon where a digest of the content follows. */
  key: string
  /** `raw` of what is unsupported is left out: it is the element itself. */
  event: WithoutRaw<InboundEvent>
}

export type PayloadExpectations = Readonly<Record<string, PayloadExpectation>>

type WithoutRaw<Event> = Event extends { raw: unknown } ? Omit<Event, 'raw'> : Event

export function at(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString()
}

export function phone(externalId: string): Identity {
  return { channel: 'whatsapp', scope: '-', externalId }
}

export function userId(waba: string, externalId: string): Identity {
  return { channel: 'whatsapp', scope: waba, externalId }
}

export function privately(party: Party): { visibility: 'private'; party: Party } {
  return { visibility: 'private', party }
}

/** The fields that most messages leave empty. */
export const PLAIN = {
  kind: 'message',
  text: null,
  content: { type: 'text' },
  attachments: [],
  replyTo: null,
  referral: null,
  forwarded: false,
} satisfies Partial<InboundMessage>

export const FILE = {
  name: null,
  sizeBytes: null,
  providerUrl: null,
  voice: false,
} satisfies Partial<InboundAttachment>
