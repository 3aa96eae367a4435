import type { Party } from '../../domain/identity.ts'
import { isRecord, type JsonRecord } from '../kit/json-record.ts'
import { idAt } from './ids.ts'

/** Who an item of `messaging` is from, and the person on the other side of the Page. */
export type Sides = {
  /** Page-scoped id; null where the platform names nobody, or only a `user_ref`. */
  customer: string | null
  by: 'contact' | 'external'
}

export function sidesOf(item: JsonRecord, page: string): Sides {
  const sender = idAt(item['sender'], 'id')
  const recipient = idAt(item['recipient'], 'id')
  const isEcho = isRecord(item['message']) && item['message']['is_echo'] === true
  if (!isEcho && (sender === null || sender !== page)) return { customer: sender, by: 'contact' }
  // An echo goes from the Page to the person, but captured ones exist with the two exchanged.
  const customer = recipient === null || recipient === page ? sender : recipient
  return { customer: customer === page ? null : customer, by: 'external' }
}

export function toMessengerParty(page: string, customer: string): Party {
  return {
    identities: [{ channel: 'facebook', scope: page, externalId: customer }],
    name: null,
    handle: null,
  }
}

/** An author of public posts and comments: not known to be the same person as any page-scoped id. */
export function toFeedParty(page: string, author: { id: string; name: string | null }): Party {
  return {
    identities: [{ channel: 'facebook', scope: `${page}:feed`, externalId: author.id }],
    name: author.name,
    handle: null,
  }
}
