import type { Referral } from '../../domain/inbound.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import type { Party } from '../../domain/identity.ts'
import type { JsonRecord } from '../kit/json-record.ts'
import type { Referral as PlatformReferral } from './schema.ts'

/** An item of `messaging` or `standby` with what every kind of event needs. */
export type Reading = {
  item: JsonRecord
  page: string
  /** Idempotency key of the envelope: names what the platform gave no id. */
  key: string
  by: 'contact' | 'external'
  party: Party | null
  at: string | null
}

/** What a piece that could not be read becomes: visible in its conversation where that is known and it came from a person. */
export function toUnsupported(reading: Reading, of: string, providerId = reading.key): InboundEvent {
  const { party, by, at, item } = reading
  const thread = party === null ? null : { visibility: 'private' as const, party }
  if (by === 'contact' || thread === null) {
    return { kind: 'unsupported', providerId, thread, sentAt: at, of, raw: item }
  }
  return {
    kind: 'echo',
    providerId,
    thread,
    sentAt: at,
    text: null,
    content: { type: 'unsupported', of },
    attachments: [],
    replyTo: null,
    forwarded: false,
    correlation: null,
    raw: item,
  }
}

/** No conversation shows it: a receipt, a reaction or an edit that says nothing usable. */
export function toUnplaced({ key, at, item }: Reading, of: string): InboundEvent {
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: at, of, raw: item }
}

/** The ad, link or product by which the customer came. */
export function toReferral(referral: PlatformReferral | null | undefined): Referral | null {
  if (!referral) return null
  const product = referral.product?.id ?? null
  return {
    source: referral.source || (product === null ? null : 'product'),
    sourceId: referral.ad_id ?? product,
    url: referral.referer_uri || null,
    headline: referral.ads_context_data?.ad_title || null,
    ref: referral.ref || null,
  }
}
