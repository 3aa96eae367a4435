import type { Contact, IdentityRecord } from '../../../shared/domain/contact.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import type { InletEvent } from '../../../shared/domain/events.ts'
import { toContactId, toConversationId, toEventId, toShard } from '../../../shared/domain/ids.ts'

export const QUEUE_SHARDS = 4
export const NOON = '2026-03-01T12:00:00.000Z'

export function minutesAfterNoon(minutes: number): string {
  return new Date(Date.parse(NOON) + minutes * 60_000).toISOString()
}

const phone = (number: number): string => `+1555${String(number).padStart(7, '0')}`

/** The nth customer's conversation; its activity is n minutes after noon. */
export function conversationOf(n: number, changes: Partial<Conversation> = {}): Conversation {
  const identity = { channel: 'whatsapp' as const, scope: '-', externalId: phone(n) }
  const id = toConversationId({ accountId: '1066', identity, root: null })
  const at = minutesAfterNoon(n)
  return {
    id,
    channel: 'whatsapp',
    provider: 'meta',
    visibility: 'private',
    account: { id: '1066', name: 'Shop' },
    contactId: toContactId(identity),
    root: null,
    subject: null,
    status: 'open',
    snoozedUntil: null,
    snoozedFor: null,
    assignee: null,
    team: null,
    priority: 'normal',
    tags: [],
    lastMessage: { seq: 1, text: `hello ${n}`, at, direction: 'inbound' },
    unread: 1,
    gap: false,
    deliveredUpTo: null,
    readUpTo: null,
    lastInboundAt: at,
    session: { number: 1, startedAt: at },
    closedAt: null,
    handoff: null,
    linked: [],
    sending: null,
    dueAt: null,
    sla: null,
    seq: 1,
    version: 1,
    workflowRevision: 1,
    touched: [],
    createdAt: at,
    updatedAt: at,
    activityAt: at,
    queueShard: toShard(id, QUEUE_SHARDS),
    feedShard: 0,
    ...changes,
  }
}

export function messageOf(
  conversation: Conversation,
  seq: number,
  changes: Partial<MessageEntry> = {},
): MessageEntry {
  return {
    kind: 'message',
    conversationId: conversation.id,
    seq,
    revision: 1,
    at: minutesAfterNoon(seq),
    actor: { kind: 'contact', id: conversation.contactId, name: 'Ann' },
    causationId: `env_${seq}`,
    caused: [],
    changes: [],
    direction: 'inbound',
    text: `message ${seq}`,
    original: null,
    content: { type: 'text' },
    sentAt: minutesAfterNoon(seq),
    providerId: `wamid.${seq}`,
    outgoing: null,
    late: false,
    attachments: [],
    replyTo: null,
    reactions: [],
    editedAt: null,
    removedAt: null,
    hiddenAt: null,
    status: 'received',
    error: null,
    referral: null,
    forwarded: false,
    raw: null,
    ...changes,
  }
}

export function contactOf(n: number, changes: Partial<Contact> = {}): Contact {
  const identity = { channel: 'whatsapp' as const, scope: '-', externalId: phone(n) }
  return {
    id: toContactId(identity),
    name: `Customer ${n}`,
    handle: null,
    identities: [identity],
    mergedInto: null,
    merged: [],
    revision: 1,
    changes: [],
    createdAt: NOON,
    updatedAt: NOON,
    feedShard: 0,
    ...changes,
  }
}

export function identityRecordOf(contact: Contact, changes: Partial<IdentityRecord> = {}): IdentityRecord {
  const [identity] = contact.identities
  if (identity === undefined) throw new Error('a contact has an identity')
  return {
    identity,
    contactId: contact.id,
    name: contact.name,
    handle: null,
    conversations: {},
    optOuts: {},
    version: 1,
    ...changes,
  }
}

/** The event of a message; ids differ by (conversation, seq). */
export function eventOf(conversation: Conversation, seq: number, text = `message ${seq}`): InletEvent {
  return {
    type: 'message.received',
    detail: {
      id: toEventId({ subjectId: conversation.id, seq, revision: 1, part: 1 }),
      version: 1,
      seq,
      revision: 1,
      part: 1,
      occurredAt: NOON,
      channel: conversation.channel,
      visibility: conversation.visibility,
      account: { channel: conversation.channel, id: conversation.account.id },
      conversationId: conversation.id,
      contactId: conversation.contactId,
      actor: { kind: 'contact', id: conversation.contactId, name: null },
      correlationId: `env_${seq}`,
      causationId: `env_${seq}`,
      data: { text },
    },
  }
}
