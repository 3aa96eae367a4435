import { decideMerge } from '../../domain/decide-merge.ts'
import type { Contact, IdentityRecord, MergeProof } from '../../domain/contact.ts'
import { addIdentities } from '../../domain/decide-contact.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import { type Handoff, isOpen } from '../../domain/handoff/handoff.ts'
import { linkWith } from '../../domain/handoff/tell-handoff.ts'
import type { Identity } from '../../domain/identity.ts'
import { readParts, readSurvivor } from '../contact-parts.ts'
import type { PartyContext } from '../ingest-context.ts'
import { stepHandoff } from './step-handoff.ts'

/** Where somebody is awaited. `isProven`: the platform, or what is known already, says that they are the handoff's contact. */
export type Awaiting = { identity: Identity; accountId: string; isProven: boolean }

/** Somebody is awaited by a handoff. Where they are proven, somebody new becomes an identity of the handoff's contact. */
export async function awaitArrival(
  { identity, accountId, isProven }: Awaiting,
  handoff: Handoff,
  context: PartyContext,
): Promise<Handoff> {
  const { unit } = context
  const { contactId } = handoff
  const [known = null] = await unit.identities([identity])
  const record = known ?? (isProven ? await introduce(identity, contactId, context) : null)
  if (record === null) return handoff
  unit.putIdentity({ ...record, handoffs: { ...record.handoffs, [accountId]: handoff.id } })
  if (isProven && record.contactId !== contactId)
    await joinContacts(contactId, record.contactId, 'private_reply', context)
  const awaiting = { ...handoff, awaited: identity }
  unit.putHandoff(awaiting)
  return awaiting
}

/** One more identity of a contact. */
async function introduce(
  identity: Identity,
  contactId: string,
  { unit, contact }: PartyContext,
): Promise<IdentityRecord | null> {
  const known = await unit.contact(contactId)
  if (known === null) return null
  unit.putContact(addIdentities(known, known.identities, [identity], contact))
  const empty = { name: null, handle: null, conversations: {}, optOuts: {}, version: 1 }
  return { identity, contactId, ...empty }
}

/** The platform named who a private answer to a public message went to. They may have answered before it said so. */
export async function meetRecipient(
  { outgoing }: MessageEntry,
  identity: Identity,
  account: { id: string },
  context: PartyContext,
): Promise<void> {
  const { unit } = context
  const handoff = outgoing?.handoff === undefined ? null : await unit.handoff(outgoing.handoff.id)
  if (handoff === null || handoff.awaited !== null || !isOpen(handoff)) return
  const awaiting = await awaitArrival({ identity, accountId: account.id, isProven: true }, handoff, context)
  const [record] = await unit.identities([identity])
  const id = record?.conversations[account.id]
  const conversation = id === undefined ? null : await unit.conversation(id, false)
  const hasAnswered = (conversation?.lastInboundAt ?? '') > handoff.offeredAt
  if (conversation === null || !hasAnswered || handoff.way.length > 0) return
  const { at, causationId } = context.contact
  const origin = { at, causationId, actor: { kind: 'system', id: null, name: null } } as const
  await stepHandoff(unit, awaiting, { kind: 'written', conversationId: conversation.id }, origin)
  unit.putConversation(linkWith(conversation, handoff.publicConversationId, handoff.id))
}

/** They are proven to be one person: the one known longer stands for both. What cannot be joined stays apart. */
export async function joinContacts(
  one: string,
  other: string,
  proof: MergeProof,
  { unit, contact }: PartyContext,
): Promise<void> {
  const found = [await readSurvivor(unit.contact, one), await readSurvivor(unit.contact, other)]
  const [into, from] = found.filter((each): each is Contact => each !== null).toSorted(byAge)
  if (into === undefined || from === undefined || into.id === from.id) return
  const parts = [...(await readParts(unit.contact, into)), ...(await readParts(unit.contact, from))].length
  const actor = { kind: 'system', id: null, name: null } as const
  const decision = decideMerge({ into, from, intoSurvivorId: into.id, parts }, proof, { ...contact, actor })
  if (decision.kind !== 'merged') return
  unit.putContact(decision.survivor)
  unit.putContact(decision.merged)
}

function byAge(left: Contact, right: Contact): number {
  return left.createdAt.localeCompare(right.createdAt) || left.id.localeCompare(right.id)
}
