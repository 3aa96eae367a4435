import type { IdentityRecord } from '../domain/contact.ts'
import { addIdentities, createContact, renameContact } from '../domain/decide-contact.ts'
import type { Identity, Party } from '../domain/identity.ts'
import { toContactId, toConversationId, toNextConversationId } from '../domain/ids.ts'
import type { Thread } from '../domain/inbound.ts'
import type { IngestContext } from './ingest-context.ts'

export type ResolvedThread = {
  contactId: string
  contactName: string | null
  conversationId: string
  /** Nothing known leads to this conversation. */
  isProbablyNew: boolean
}

/**
 * Identity → contact and conversation. The most stable known identity leads; identities seen for the first time beside
 * it are attached to the same contact. One that already leads to somebody else is left as it is.
 */
export async function resolveThread(thread: Thread, context: IngestContext): Promise<ResolvedThread> {
  const { party } = thread
  const accountId = context.envelope.account.id
  const records = await context.unit.identities(party.identities)
  const lead = records.find((record) => record !== null)
  const contactId = lead?.contactId ?? toContactId(party.identities[0])
  const root = thread.visibility === 'public' ? thread.root : null
  const found = root === null ? findConversation(records, contactId, accountId) : undefined
  const mapped = found && (await followConversation(found, contactId, context))
  const identity =
    root === null && lead !== undefined && mapped === undefined
      ? await readFirstIdentity(contactId, party, context)
      : party.identities[0]
  const conversationId = mapped ?? toConversationId({ accountId, identity, root })
  const link = root === null ? { accountId, conversationId } : null
  await rememberParty(party, await context.unit.identities(party.identities), contactId, link, context)
  return {
    contactId,
    contactName: party.name ?? lead?.name ?? null,
    conversationId,
    isProbablyNew: mapped === undefined && (root === null || lead === undefined),
  }
}

/** The contact of a party, created or completed as needed, without a conversation. */
export async function resolveContact(party: Party, context: IngestContext): Promise<string> {
  const records = await context.unit.identities(party.identities)
  const contactId = records.find((record) => record !== null)?.contactId ?? toContactId(party.identities[0])
  await rememberParty(party, records, contactId, null, context)
  return contactId
}

function findConversation(
  records: readonly (IdentityRecord | null)[],
  contactId: string,
  accountId: string,
): string | undefined {
  return records.find(
    (record) => record?.contactId === contactId && record.conversations[accountId] !== undefined,
  )?.conversations[accountId]
}

/** The conversation itself or, where retention took it, the one that follows it for all of the contact's identities. */
async function followConversation(id: string, contactId: string, context: IngestContext): Promise<string> {
  const { unit, envelope } = context
  if ((await unit.conversation(id, false)) !== null) return id
  const conversationId = toNextConversationId(id)
  const contact = await unit.contact(contactId)
  for (const record of await unit.identities(contact?.identities ?? [])) {
    if (record?.contactId !== contactId) continue
    const conversations = { ...record.conversations, [envelope.account.id]: conversationId }
    unit.putIdentity({ ...record, conversations })
  }
  return conversationId
}

/** By which a contact was first known: all its identities lead to one conversation with an account, whichever writes first. */
async function readFirstIdentity(
  contactId: string,
  party: Party,
  { unit }: IngestContext,
): Promise<Identity> {
  const contact = await unit.contact(contactId)
  return contact?.identities[0] ?? party.identities[0]
}

async function rememberParty(
  party: Party,
  records: readonly (IdentityRecord | null)[],
  contactId: string,
  link: { accountId: string; conversationId: string } | null,
  context: IngestContext,
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
  context: IngestContext,
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
