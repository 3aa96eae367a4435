import type { IdentityRecord } from '../domain/contact.ts'
import { addIdentities, createContact, renameContact } from '../domain/decide-contact.ts'
import type { Identity, Party } from '../domain/identity.ts'
import { toContactId } from '../domain/ids.ts'
import type { PartyContext } from './ingest-context.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** The contact of a party, created or completed as needed, without a conversation. */
export async function resolveContact(party: Party, context: PartyContext): Promise<string> {
  const contactId = await findContactId(party, context.unit)
  const records = await context.unit.identities(party.identities)
  await rememberParty(party, records, contactId, null, context)
  return contactId
}

/** Who writes or reacts, as far as known: nobody is created. */
export async function findContactId(party: Party, unit: UnitOfWork): Promise<string> {
  const records = await unit.identities(party.identities)
  return records.find((record) => record !== null)?.contactId ?? toContactId(party.identities[0])
}

export async function rememberParty(
  party: Party,
  records: readonly (IdentityRecord | null)[],
  contactId: string,
  link: { accountId: string; conversationId: string } | null,
  context: PartyContext,
): Promise<void> {
  const conversations = link === null ? {} : { [link.accountId]: link.conversationId }
  let isRenamed = false
  const added: Identity[] = []
  party.identities.forEach((identity, index) => {
    const record = records[index] ?? null
    if (record === null) {
      added.push(identity)
      context.unit.putIdentity(createRecord(identity, party, contactId, conversations))
      return
    }
    if (record.contactId !== contactId) return
    const isNewName = isOther(party.name, record.name) || isOther(party.handle, record.handle)
    const isNewLink = link !== null && record.conversations[link.accountId] === undefined
    isRenamed ||= isNewName
    if (!isNewName && !isNewLink) return
    context.unit.putIdentity({
      ...record,
      name: party.name ?? record.name,
      handle: party.handle ?? record.handle,
      conversations: isNewLink ? { ...record.conversations, ...conversations } : record.conversations,
    })
  })
  if (added.length > 0 || isRenamed) await rememberContact(party, contactId, added, isRenamed, context)
}

async function rememberContact(
  party: Party,
  contactId: string,
  added: readonly Identity[],
  isRenamed: boolean,
  context: PartyContext,
): Promise<void> {
  const isNew = added.length === party.identities.length
  const known = isNew ? null : await context.unit.contact(contactId)
  if (known === null) {
    context.unit.putContact({ ...createContact(party, context.contact), id: contactId })
    return
  }
  const renamed = isRenamed ? renameContact(known, party, context.contact.at) : known
  context.unit.putContact(addIdentities(renamed, known.identities, added, context.contact))
}

function createRecord(
  identity: Identity,
  party: Party,
  contactId: string,
  conversations: IdentityRecord['conversations'],
): IdentityRecord {
  return {
    identity,
    contactId,
    name: party.name,
    handle: party.handle,
    conversations,
    optOuts: {},
    version: 1,
  }
}

function isOther(told: string | null, known: string | null): boolean {
  return told !== null && told !== known
}
