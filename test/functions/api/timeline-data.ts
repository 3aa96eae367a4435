import type { InboxStore, Write } from '../../../shared/app/ports.ts'
import type { Contact, ContactChange } from '../../../shared/domain/contact.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { toEntryId } from '../../../shared/domain/ids.ts'
import { contactOf, conversationOf, messageOf, minutesAfterNoon } from './api-data.ts'

/** What a transaction holds at most, with room. */
const WRITES_AT_ONCE = 50

export const OPTED_OUT = { kind: 'keyword', scope: 'all' }

/** A conversation as a test tells it: minutes after noon at which its messages came, in the order of the log. */
export type ToldConversation = {
  minutes: readonly [number, ...number[]]
  /** Minutes after its newest message at which something about it changed, a receipt say. */
  quietMinutes?: number
  visibility?: Conversation['visibility']
  channel?: string
}

export type ToldHistory = { contact: Contact; conversations: { id: string; entryIds: string[] }[] }

let told = 0

/** Writes a contact with these conversations. */
export async function tellHistory(
  store: InboxStore,
  conversations: readonly ToldConversation[],
  changes: Partial<Contact> = {},
): Promise<ToldHistory> {
  const contact = contactOf(++told, changes)
  const writes: Write[] = [{ kind: 'contact', contact, expectedRevision: null }]
  const logs: ToldHistory['conversations'] = []
  for (const { minutes, quietMinutes = 0, visibility = 'private', channel = 'whatsapp' } of conversations) {
    const [first] = minutes
    const conversation = conversationOf(++told, {
      contactId: contact.id,
      visibility,
      channel,
      seq: minutes.length,
      createdAt: minutesAfterNoon(first),
      updatedAt: minutesAfterNoon(Math.max(...minutes) + quietMinutes),
    })
    const entries = minutes.map((minute, index) =>
      messageOf(conversation, index + 1, { at: minutesAfterNoon(minute) }),
    )
    const { id: conversationId, createdAt: at } = conversation
    writes.push(
      { kind: 'conversation', conversation, expectedVersion: null },
      { kind: 'contact_conversation', contactId: contact.id, conversationId, at },
      ...entries.map((entry): Write => ({ kind: 'entry', entry, expectedRevision: null })),
    )
    logs.push({ id: conversationId, entryIds: entries.map(({ seq }) => toEntryId(conversationId, seq)) })
  }
  for (let start = 0; start < writes.length; start += WRITES_AT_ONCE) {
    await store.save(writes.slice(start, start + WRITES_AT_ONCE))
  }
  return { contact, conversations: logs }
}

/** Revisions 2, 3 … at these minutes: the contact opted out. */
export function changesAt(minutes: readonly number[]): Pick<Contact, 'revision' | 'changes'> {
  const changes = minutes.map((minute, index): ContactChange => ({
    revision: index + 2,
    at: minutesAfterNoon(minute),
    actor: null,
    causationId: 'env_1',
    parts: [{ type: 'contact.opted_out', data: OPTED_OUT }],
  }))
  return { revision: changes.length + 1, changes }
}
