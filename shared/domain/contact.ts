import * as z from 'zod'
import { Actor } from './entry.ts'
import { EventPart } from './event-part.ts'
import { Identity } from './identity.ts'

/** What a customer said last about being written to. `none`: opted in again, kept so that an older opt-out cannot return. */
export const OptOut = z.strictObject({
  at: z.iso.datetime(),
  by: z.enum(['keyword', 'platform']),
  scope: z.enum(['all', 'marketing', 'none']),
})
export type OptOut = z.infer<typeof OptOut>

/** Where an identity leads: its contact, and the conversation it has with each account. */
export const IdentityRecord = z.strictObject({
  identity: Identity,
  contactId: z.string(),
  /** As the platform last told, so that a change is noticed without reading the contact. */
  name: z.string().nullable(),
  handle: z.string().nullable(),
  /** Account id → id of the private conversation. */
  conversations: z.record(z.string(), z.string()),
  /** Account id → what the customer opted out of there. */
  optOuts: z.record(z.string(), OptOut),
  /** Account id → the handoff by which this person is awaited there. */
  handoffs: z.record(z.string(), z.string()).optional(),
  version: z.number().int().positive(),
})
export type IdentityRecord = z.infer<typeof IdentityRecord>

/** A change of a contact: one revision, published as one or more event parts. */
export const ContactChange = z.strictObject({
  revision: z.number().int().positive(),
  at: z.iso.datetime(),
  /** null: the contact, as in every change before somebody else could make one. */
  actor: Actor.nullable().default(null),
  causationId: z.string(),
  parts: z.array(EventPart).min(1),
})
export type ContactChange = z.infer<typeof ContactChange>

/** Keeps a contact far below the table's item limit. */
export const CONTACT_CHANGES_MAX = 100

/** What says that two contacts are one person. Only an agent needs none. */
export const MergeProof = z.enum(['agent', 'identity_change', 'private_reply', 'handoff'])
export type MergeProof = z.infer<typeof MergeProof>

/** A customer, known by a set of identities. A phone number is not required. */
export const Contact = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  handle: z.string().nullable(),
  identities: z.array(Identity).min(1),
  /** Set by a merge; readers follow it. */
  mergedInto: z.string().nullable(),
  /** Whom merges put into this one. They keep what is theirs, and may hold others themselves. */
  merged: z.array(z.strictObject({ id: z.string(), at: z.iso.datetime(), proof: MergeProof })).default([]),
  revision: z.number().int().positive(),
  /** The newest changes, oldest first, at most `CONTACT_CHANGES_MAX`. */
  changes: z.array(ContactChange),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  feedShard: z.number().int().nonnegative(),
})
export type Contact = z.infer<typeof Contact>
