import { type Contact } from '../domain/contact.ts'
import { type ContactView, toContactView } from './contact-view.ts'
import type { InboxReader } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

/** More are announced, not named: a fan who comments under every post has thousands. */
const CONVERSATIONS_MAX = 100

export type ContactReader = Pick<InboxReader, 'contact' | 'identity' | 'contactConversations'>

/** The contact, or the one it was merged into. */
export async function getContact(
  reader: ContactReader,
  id: string,
): Promise<{ kind: 'found'; view: ContactView } | Refusal> {
  const contact = await readSurvivor(reader, id)
  if (contact === null) return refuse('not_found', 'There is no contact with this id.')
  const [records, conversationIds] = await Promise.all([
    Promise.all(contact.identities.map((identity) => reader.identity(identity))),
    reader.contactConversations(contact.id, CONVERSATIONS_MAX + 1),
  ])
  const view = toContactView({
    contact,
    records,
    conversationIds: conversationIds.slice(0, CONVERSATIONS_MAX),
    hasMoreConversations: conversationIds.length > CONVERSATIONS_MAX,
  })
  return { kind: 'found', view }
}

async function readSurvivor(reader: ContactReader, id: string): Promise<Contact | null> {
  const visited = new Set<string>()
  let next = id
  while (!visited.has(next)) {
    visited.add(next)
    const contact = await reader.contact(next)
    if (contact === null || contact.mergedInto === null) return contact
    next = contact.mergedInto
  }
  return null
}
