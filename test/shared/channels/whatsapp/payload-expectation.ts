import type { InboundAttachment } from '../../../../shared/domain/content.ts'
import type { Identity, Party } from '../../../../shared/domain/identity.ts'
import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import type { ExpectedEvent, PayloadExpectations } from '../../../support/payload-expectation.ts'

/** A real payload that holds one element, and so becomes one piece with one event. */
export type ElementExpectation = {
  account: { id: string; name: string | null }
  group: string
  /** Whole, or up to its last colon where a digest of the content follows. */
  key: string
  event: ExpectedEvent
}

export type ElementExpectations = Readonly<Record<string, ElementExpectation>>

export function toExpectations(elements: ElementExpectations): PayloadExpectations {
  return Object.fromEntries(
    Object.entries(elements).map(([file, { event, ...piece }]) => [
      file,
      { pieces: [{ channel: 'whatsapp', ...piece, events: [event] }] },
    ]),
  )
}

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
