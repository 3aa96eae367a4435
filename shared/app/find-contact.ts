import type { Identity } from '../domain/identity.ts'
import type { ContactView } from './contact-view.ts'
import { type ContactReader, getContact } from './get-contact.ts'

/** Who a platform knows by this identity: one contact or none. */
export async function findContact(reader: ContactReader, identity: Identity): Promise<ContactView | null> {
  const record = await reader.identity(identity)
  if (record === null) return null
  const outcome = await getContact(reader, record.contactId)
  return outcome.kind === 'found' ? outcome.view : null
}
