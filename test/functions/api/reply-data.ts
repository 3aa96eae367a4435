import type { Contact, IdentityRecord } from '../../../shared/domain/contact.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import type { Identity } from '../../../shared/domain/identity.ts'
import { toContactId, toConversationId } from '../../../shared/domain/ids.ts'
import { conversationOf, messageOf, NOON } from './api-data.ts'
import type { Answer, Api } from './api-harness.ts'

const HOUR_MS = 3_600_000

export function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * HOUR_MS).toISOString()
}

/** One account of each channel, as webhooks name them. */
const PLACES = {
  whatsapp: {
    scope: '-',
    accountId: '1066',
    externalId: (n: number) => `+1555${String(n).padStart(7, '0')}`,
  },
  facebook: { scope: '2077', accountId: '2077', externalId: (n: number) => String(7_000_000 + n) },
  twitter: { scope: '-', accountId: '3088', externalId: (n: number) => String(8_000_000 + n) },
  sms: {
    scope: '-',
    accountId: '+15550000001',
    externalId: (n: number) => `+1556${String(n).padStart(7, '0')}`,
  },
} as const

export type Place = {
  channel: keyof typeof PLACES
  visibility?: 'public' | 'private'
  /** When the customer wrote last. */
  wroteHoursAgo?: number
  optOut?: 'all' | 'marketing'
  changes?: Partial<Conversation>
  entry?: Partial<MessageEntry>
}

export type Customer = {
  conversation: Conversation
  contact: Contact
  entry: MessageEntry
  identity: Identity
}

/** A customer who has written once, a moment ago, with everything that ingest would have stored. */
export async function createCustomer(api: Api, n: number, place: Place): Promise<Customer> {
  const { channel, visibility = 'private', wroteHoursAgo = 0, optOut, changes = {}, entry = {} } = place
  const { scope, accountId, externalId } = PLACES[channel]
  const isPublic = visibility === 'public'
  const identity = {
    channel,
    scope: isPublic && channel === 'facebook' ? `${accountId}:feed` : scope,
    externalId: externalId(n),
  }
  const root = isPublic ? 'post-1' : null
  const id = toConversationId({ accountId, identity, root })
  const contactId = toContactId(identity)
  const at = hoursAgo(wroteHoursAgo)
  const conversation = conversationOf(n, {
    id,
    channel,
    visibility,
    provider: { whatsapp: 'meta', facebook: 'meta', twitter: 'x', sms: 'twilio' }[channel],
    account: { id: accountId, name: 'Shop' },
    contactId,
    root,
    lastInboundAt: at,
    ...changes,
  })
  const message = messageOf(conversation, 1, { providerId: `${channel}-${n}-1`, sentAt: at, at, ...entry })
  const contact: Contact = {
    id: contactId,
    name: 'Ann',
    handle: null,
    identities: [identity],
    mergedInto: null,
    merged: [],
    revision: 1,
    changes: [],
    createdAt: NOON,
    updatedAt: NOON,
    feedShard: 0,
  }
  const record: IdentityRecord = {
    identity,
    contactId,
    name: 'Ann',
    handle: null,
    conversations: isPublic ? {} : { [accountId]: id },
    optOuts: optOut === undefined ? {} : { [accountId]: { at: NOON, by: 'keyword', scope: optOut } },
    version: 1,
  }
  await api.store.save([
    { kind: 'conversation', conversation, expectedVersion: null },
    { kind: 'entry', entry: message, expectedRevision: null },
    { kind: 'contact', contact, expectedRevision: null },
    { kind: 'identity', record, expectedVersion: null },
    { kind: 'contact_conversation', contactId, conversationId: id, at },
  ])
  return { conversation, contact, entry: message, identity }
}

export function keyed(key: string, others: Record<string, string> = {}): { headers: Record<string, string> } {
  return { headers: { 'Idempotency-Key': key, ...others } }
}

let keys = 0
/** Posts with a key that nobody else has used. */
export function postOnce(
  api: Api,
  path: string,
  body: unknown,
  how: Parameters<Api['post']>[2] = {},
): Promise<Answer> {
  return api.post(path, body, { ...how, headers: { 'Idempotency-Key': `key-${++keys}`, ...how.headers } })
}
