import { hashJson } from '../../../../shared/channels/kit/hash-json.ts'
import type { InboundAttachment } from '../../../../shared/domain/content.ts'
import type { Party } from '../../../../shared/domain/identity.ts'
import type { InboundMessage, PublicThread } from '../../../../shared/domain/inbound.ts'
import type { ExpectedEvent, PayloadExpectation } from '../../../support/payload-expectation.ts'

/** What one captured body of one element must become. */
export function expectPiece(
  page: string,
  group: string,
  key: string,
  ...events: ExpectedEvent[]
): PayloadExpectation {
  return { pieces: [{ channel: 'facebook', account: { id: page, name: null }, key, group, events }] }
}

/** The key of what has no id of its own: the digest of the element, whatever the order of its keys. */
export function contentKey(name: string, item: unknown): string {
  return `${name}:${hashJson(item)}`
}

/** Milliseconds, as `messaging` has them. */
export function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** Seconds, as `changes` have them. */
export function atSecond(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

export function person(page: string, psid: string): Party {
  return { identities: [{ channel: 'facebook', scope: page, externalId: psid }], name: null, handle: null }
}

export function author(page: string, id: string, name: string | null): Party {
  return { identities: [{ channel: 'facebook', scope: `${page}:feed`, externalId: id }], name, handle: null }
}

export function underRoot(party: Party, root: string, parent: string | null): PublicThread {
  return { visibility: 'public', party, root, parent, subject: null }
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

export function file(
  type: InboundAttachment['type'],
  providerUrl: string | null,
  more: Partial<InboundAttachment> = {},
): InboundAttachment {
  const none = { name: null, mimeType: null, sizeBytes: null, providerMediaId: null, digest: null }
  return { type, ...none, providerUrl, voice: false, ...more }
}
