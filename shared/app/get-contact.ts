import { type ReadContact, readParts, readSurvivor } from './contact-parts.ts'
import { type ContactView, toContactView } from './contact-view.ts'
import type { InboxReader } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

/** More are announced, not named: a fan who comments under every post has thousands. */
const CONVERSATIONS_MAX = 100

export type ContactReader = Pick<InboxReader, 'contact' | 'identity' | 'contactConversations'>

/** The contact, or the one it was merged into, with what every part of it holds. */
export async function getContact(
  reader: ContactReader,
  id: string,
): Promise<{ kind: 'found'; view: ContactView } | Refusal> {
  const read: ReadContact = (contactId) => reader.contact(contactId)
  const contact = await readSurvivor(read, id)
  if (contact === null) return refuse('not_found', 'There is no contact with this id.')
  const parts = await readParts(read, contact)
  const [records, conversationIds] = await Promise.all([
    Promise.all(parts.flatMap((part) => part.identities.map((identity) => reader.identity(identity)))),
    Promise.all(parts.map((part) => reader.contactConversations(part.id, CONVERSATIONS_MAX + 1))),
  ])
  const conversations = conversationIds.flat()
  const view = toContactView({
    parts: [contact, ...parts.slice(1)],
    records,
    conversationIds: conversations.slice(0, CONVERSATIONS_MAX),
    hasMoreConversations: conversations.length > CONVERSATIONS_MAX,
  })
  return { kind: 'found', view }
}
