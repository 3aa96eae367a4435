import type { IdentityRecord } from '../domain/contact.ts'
import type { Envelope } from '../domain/envelope.ts'
import type { Identity, Party } from '../domain/identity.ts'
import { toContactId, toConversationId, toNextConversationId } from '../domain/ids.ts'
import type { PublicThread, Thread } from '../domain/inbound.ts'
import { type SeenRecord, toMessageKey } from '../domain/seen.ts'
import type { PartyContext } from './ingest-context.ts'
import { rememberParty } from './resolve-party.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** What ingest knows, or somebody who starts a conversation from our side. */
export type ThreadContext = PartyContext & { envelope: Pick<Envelope, 'channel' | 'account'> }

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
export async function resolveThread(thread: Thread, context: ThreadContext): Promise<ResolvedThread> {
  const { party } = thread
  const accountId = context.envelope.account.id
  const records = await context.unit.identities(party.identities)
  const lead = records.find((record) => record !== null)
  const contactId = lead?.contactId ?? toContactId(party.identities[0])
  const isPrivate = thread.visibility === 'private'
  const found = isPrivate ? findConversation(records, contactId, accountId) : undefined
  const conversationId = isPrivate
    ? await toPrivateConversation(found, { party, contactId, isKnown: lead !== undefined }, context)
    : await findPublicConversation(thread, { contactId, isKnown: lead !== undefined }, context)
  const link = isPrivate ? { accountId, conversationId } : null
  await rememberParty(party, await context.unit.identities(party.identities), contactId, link, context)
  return {
    contactId,
    contactName: party.name ?? lead?.name ?? null,
    conversationId,
    isProbablyNew: isPrivate ? found === undefined : lead === undefined,
  }
}

/** The private conversation that identities lead to, without following it past its retention. */
export function findConversation(
  records: readonly (IdentityRecord | null)[],
  contactId: string,
  accountId: string,
): string | undefined {
  return records.find(
    (record) => record?.contactId === contactId && record.conversations[accountId] !== undefined,
  )?.conversations[accountId]
}

/**
 * The conversation of an author under a root post. Who answers in a thread of theirs stays in it, whatever the platform
 * calls its root: X's older product names none.
 */
export async function findPublicConversation(
  thread: PublicThread,
  author: { contactId: string; isKnown: boolean },
  { unit, envelope }: Pick<ThreadContext, 'unit' | 'envelope'>,
): Promise<string> {
  const { channel, account } = envelope
  const [identity] = thread.party.identities
  const derivedId = toConversationId({ accountId: account.id, identity, root: thread.root })
  if (!author.isKnown) return derivedId
  if (thread.parent === null) return followPublicConversation(derivedId, author.contactId, unit)
  const parentKey = toMessageKey({ channel, accountId: account.id, providerId: thread.parent })
  const joined = await findOwn(await unit.written(parentKey), author.contactId, unit)
  if (joined !== null) return joined
  if ((await unit.conversation(derivedId, false)) !== null) return derivedId
  // About to begin one: only now it matters whether the parent was written a moment ago.
  return (
    (await findOwn(await unit.seen(parentKey), author.contactId, unit)) ??
    followPublicConversation(derivedId, author.contactId, unit)
  )
}

/** The conversation that a message is in, if it is this contact's. */
async function findOwn(
  message: SeenRecord | null,
  contactId: string,
  unit: UnitOfWork,
): Promise<string | null> {
  if (message?.kind !== 'entry') return null
  const conversation = await unit.conversation(message.conversationId, false)
  return conversation?.contactId === contactId ? conversation.id : null
}

/** The conversation itself, one to be created, or the one that follows where retention took it: its pointer outlives it. */
async function followPublicConversation(id: string, contactId: string, unit: UnitOfWork): Promise<string> {
  let candidate = id
  while (
    (await unit.conversation(candidate, false)) === null &&
    (await unit.isLinked(contactId, candidate))
  ) {
    unit.expectExpired(candidate)
    candidate = toNextConversationId(candidate)
  }
  return candidate
}

async function toPrivateConversation(
  found: string | undefined,
  of: { party: Party; contactId: string; isKnown: boolean },
  context: ThreadContext,
): Promise<string> {
  if (found !== undefined) return followConversation(found, of.contactId, context)
  const identity = of.isKnown
    ? await readFirstIdentity(of.contactId, of.party, context)
    : of.party.identities[0]
  return toConversationId({ accountId: context.envelope.account.id, identity, root: null })
}

/** The conversation itself or, where retention took it, the one that follows it for all of the contact's identities. */
async function followConversation(id: string, contactId: string, context: ThreadContext): Promise<string> {
  const { unit, envelope } = context
  if ((await unit.conversation(id, false)) !== null) return id
  unit.expectExpired(id)
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
  { unit }: Pick<ThreadContext, 'unit'>,
): Promise<Identity> {
  const contact = await unit.contact(contactId)
  return contact?.identities[0] ?? party.identities[0]
}
