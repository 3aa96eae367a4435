import * as z from 'zod'
import { Contact, type IdentityRecord, OptOut } from '../domain/contact.ts'
import { type Identity, Identity as IdentitySchema, toIdentityKey } from '../domain/identity.ts'

/** A customer as clients see them. */
export const ContactView = z.strictObject({
  ...Contact.pick({ id: true, name: true, handle: true, createdAt: true, updatedAt: true }).shape,
  identities: z.array(
    z.strictObject({
      ...IdentitySchema.shape,
      /** Account id → what the customer opted out of there. */
      optOuts: z.record(z.string(), OptOut).optional(),
    }),
  ),
  conversations: z.array(z.strictObject({ id: z.string() })),
  /** There are more conversations than are named here. */
  hasMoreConversations: z.boolean(),
})
export type ContactView = z.infer<typeof ContactView>

export function toContactView(of: {
  contact: Contact
  records: readonly (IdentityRecord | null)[]
  conversationIds: readonly string[]
  hasMoreConversations: boolean
}): ContactView {
  const records = new Map(of.records.map((record) => [record && toIdentityKey(record.identity), record]))
  const withOptOuts = (identity: Identity): ContactView['identities'][number] => {
    const optOuts = toOptOuts(records.get(toIdentityKey(identity)) ?? null)
    return optOuts === null ? identity : { ...identity, optOuts }
  }
  return {
    id: of.contact.id,
    name: of.contact.name,
    handle: of.contact.handle,
    identities: of.contact.identities.map(withOptOuts),
    conversations: of.conversationIds.map((id) => ({ id })),
    hasMoreConversations: of.hasMoreConversations,
    createdAt: of.contact.createdAt,
    updatedAt: of.contact.updatedAt,
  }
}

/** `none` is our own memory of somebody who came back. */
function toOptOuts(record: IdentityRecord | null): Record<string, OptOut> | null {
  const standing = Object.entries(record?.optOuts ?? {}).filter(([, { scope }]) => scope !== 'none')
  return standing.length === 0 ? null : Object.fromEntries(standing)
}
