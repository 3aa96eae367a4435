import type { Identity, Party } from '../../domain/identity.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import type { Piece } from './piece.ts'

/** Business-scoped user id, own or of the parent portfolio: `US.1349…`, `US.ENT.1181…`. */
const BUSINESS_SCOPED_USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/
const PHONE = /^\+?(\d{5,15})$/

/**
 * Every value by which an element names its customer. The keys say little: users with a username have no `from`, and
 * business-scoped ids have been seen in `from` and `wa_id` (https://github.com/nyaruka/courier/pull/1094).
 */
export function namesOf(kind: Piece['kind'], item: unknown): string[] {
  switch (kind) {
    case 'message':
      return textsAt(item, 'from_user_id', 'from')
    case 'echo':
      return textsAt(item, 'to_user_id', 'to')
    case 'status':
      return textsAt(item, 'recipient_user_id', 'recipient_id')
    case 'preference':
    case 'user_id_update':
      return textsAt(item, 'user_id', 'wa_id')
    case 'errors':
    case 'change':
      return []
  }
}

/** The item of `contacts[]` that is about the person named, or the only one where nobody is named. */
export function findContact(names: readonly string[], contacts: unknown): unknown {
  if (!Array.isArray(contacts)) return undefined
  if (names.length === 0) return contacts.length === 1 ? contacts[0] : undefined
  return contacts.find((contact) => isAbout(contact, names))
}

/** null where nobody is named. Identities: business-scoped id, then phone, then what is neither. */
export function toParty(names: readonly string[], contact: unknown, waba: string): Party | null {
  const identities = toIdentities([...names, ...textsAt(contact, 'user_id', 'wa_id')], waba)
  const [first, ...others] = identities
  if (first === undefined) return null
  const profile = isRecord(contact) ? contact['profile'] : undefined
  return {
    identities: [first, ...others],
    name: textAt(profile, 'name'),
    handle: textAt(profile, 'username')?.replace(/^@/, '') || null,
  }
}

/** The values classified by what they look like, most stable first, each once. */
export function toIdentities(values: readonly string[], waba: string): Identity[] {
  const ranked: { rank: number; identity: Identity }[] = []
  for (const value of values) {
    const candidate = classify(value, waba)
    const isKnown = ranked.some(({ identity }) => identity.externalId === candidate.identity.externalId)
    if (!isKnown) ranked.push(candidate)
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ identity }) => identity)
}

/** The external id of the first of `toIdentities`, without building them: this runs in the webhook. */
export function toStableId(values: readonly string[]): string | undefined {
  const userId = values.find(isBusinessScopedUserId)
  if (userId !== undefined) return userId
  const phone = values.find((value) => PHONE.test(value))
  return phone === undefined ? values[0] : `+${withoutPlus(phone)}`
}

export function isBusinessScopedUserId(value: string): boolean {
  return BUSINESS_SCOPED_USER_ID.test(value)
}

export function textsAt(value: unknown, ...keys: string[]): string[] {
  return keys.map((key) => textAt(value, key)).filter((text) => text !== null)
}

function isAbout(contact: unknown, names: readonly string[]): boolean {
  const userId = textAt(contact, 'user_id')
  if (userId !== null && names.includes(userId)) return true
  // Two different business-scoped ids are two people, whatever their numbers say.
  if (userId !== null && names.some(isBusinessScopedUserId)) return false
  const waId = textAt(contact, 'wa_id')
  return waId !== null && names.some((name) => withoutPlus(name) === withoutPlus(waId))
}

function withoutPlus(value: string): string {
  return value.startsWith('+') ? value.slice(1) : value
}

function classify(value: string, waba: string): { rank: number; identity: Identity } {
  if (isBusinessScopedUserId(value)) {
    return { rank: 0, identity: { channel: 'whatsapp', scope: waba, externalId: value } }
  }
  const digits = PHONE.exec(value)?.[1]
  return digits === undefined
    ? { rank: 2, identity: { channel: 'whatsapp', scope: '-', externalId: value } }
    : { rank: 1, identity: { channel: 'whatsapp', scope: '-', externalId: `+${digits}` } }
}
