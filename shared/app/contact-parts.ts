import type { Contact } from '../domain/contact.ts'
import { CONTACT_PARTS_MAX } from '../domain/decide-merge.ts'

export type ReadContact = (id: string) => Promise<Contact | null>

/** The contact, or the one it was merged into; null where there is none. */
export async function readSurvivor(read: ReadContact, id: string): Promise<Contact | null> {
  const visited = new Set<string>()
  let next = id
  while (!visited.has(next) && visited.size < CONTACT_PARTS_MAX) {
    visited.add(next)
    const contact = await read(next)
    if (contact === null || contact.mergedInto === null) return contact
    next = contact.mergedInto
  }
  return null
}

/** The contact, then everybody who was merged into it, and into them. */
export async function readParts(read: ReadContact, survivor: Contact): Promise<Contact[]> {
  const parts = new Map([[survivor.id, survivor]])
  for (let level = [survivor]; level.length > 0 && parts.size < CONTACT_PARTS_MAX;) {
    const held = level.flatMap(({ id, merged }) => merged.map((each) => ({ id: each.id, by: id })))
    const found = await Promise.all(held.map(({ id }) => read(id)))
    // A part that was taken out between two reads is no part any more.
    level = found.filter(
      (part, index): part is Contact =>
        part !== null && part.mergedInto === held[index]?.by && !parts.has(part.id),
    )
    for (const part of level) parts.set(part.id, part)
  }
  return [...parts.values()]
}
