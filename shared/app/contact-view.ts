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
  /** Contacts that are part of this one, with when they became so. */
  merged: z.array(z.strictObject({ id: z.string(), at: z.iso.datetime() })),
  conversations: z.array(z.strictObject({ id: z.string() })),
  /** There are more conversations than are named here. */
  hasMoreConversations: z.boolean(),
})
export type ContactView = z.infer<typeof ContactView>

export function toContactView(of: {
  /** The contact and everybody merged into it. */
  parts: readonly [Contact, ...Contact[]]
  records: readonly (IdentityRecord | null)[]
  conversationIds: readonly string[]
  hasMoreConversations: boolean
}): ContactView {
  const { parts, conversationIds, hasMoreConversations } = of
  const records = new Map(of.records.map((record) => [record && toIdentityKey(record.identity), record]))
  const withOptOuts = (identity: Identity): ContactView['identities'][number] => {
    const optOuts = toOptOuts(records.get(toIdentityKey(identity)) ?? null)
    return optOuts === null ? identity : { ...identity, optOuts }
  }
  const { id, name, handle, createdAt, updatedAt } = parts[0]
  const held = new Set(parts.map((part) => part.id))
  return {
    id,
    name,
    handle,
    identities: parts.flatMap((part) => part.identities.map(withOptOuts)),
    merged: parts.flatMap(({ merged }) => merged.filter((part) => held.has(part.id)).map(toMerged)),
    conversations: conversationIds.map((conversationId) => ({ id: conversationId })),
    hasMoreConversations,
    createdAt,
    updatedAt,
  }
}

function toMerged({ id, at }: Contact['merged'][number]): ContactView['merged'][number] {
  return { id, at }
}

/** `none` is our own memory of somebody who came back. */
function toOptOuts(record: IdentityRecord | null): Record<string, OptOut> | null {
  const standing = Object.entries(record?.optOuts ?? {}).filter(([, { scope }]) => scope !== 'none')
  return standing.length === 0 ? null : Object.fromEntries(standing)
}
