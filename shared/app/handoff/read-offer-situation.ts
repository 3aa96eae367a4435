import type { Channel } from '../../channels/contract.ts'
import { toMessageKey } from '../../domain/seen.ts'
import type { Account } from '../../domain/account.ts'
import type { Contact, IdentityRecord } from '../../domain/contact.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import { toArrivalLink } from '../../domain/handoff/arrival-link.ts'
import type { HandoffRules, OfferFacts } from '../../domain/handoff/decide-offer.ts'
import type { HandoffTarget } from '../../domain/handoff/handoff.ts'
import type { HandoffSettings } from '../../domain/handoff/handoff-settings.ts'
import type { HandoffWords } from '../../domain/handoff/words.ts'
import type { Identity } from '../../domain/identity.ts'
import { decideReplyOptions } from '../../domain/reply-options.ts'
import { readParts, readSurvivor } from '../contact-parts.ts'
import type { InboxReader } from '../ports.ts'
import { readReplyFacts, type ReplySettings } from '../read-reply-facts.ts'
import type { UnitOfWork } from '../unit-of-work.ts'

/** Accounts of a channel that are looked at: with more, a request has to name one. */
const ACCOUNTS_MAX = 10

export type OfferReads = {
  replies: ReplySettings
  handoffs: HandoffSettings
  reader: Pick<InboxReader, 'accounts'>
}

/** What decides about an offer, and what carrying it out needs beside. */
export type OfferSituation = {
  facts: OfferFacts
  channel: Channel
  account: Conversation['account']
  /** The link to the account's own private messages, which has a code sent along. */
  ownLink: string | null
  /** The customer's newest public message. */
  comment: MessageEntry | null
  /** Their private conversation on the same platform. */
  direct: Conversation | null
  /** Where the target is another channel: the account that they arrive at, and by which identity they are known there. */
  arrival: { account: Account; identity: Identity | null; title: string; rules: HandoffRules } | null
}

/** The claim of a platform's one private answer to a public message: who holds it is the answer. */
export function toPrivateReplyKey({ channel, account }: Conversation, providerId: string): string {
  return toMessageKey({ channel, accountId: account.id, providerId: `private_reply#${providerId}` })
}

/** Reads what an offer depends on; null where the channel is not known here any more. */
export async function readOfferSituation(
  { replies, handoffs, reader }: OfferReads,
  unit: UnitOfWork,
  conversation: Conversation,
  {
    target,
    targetAccount,
    words,
  }: { target: HandoffTarget; targetAccount: string | null; words: HandoffWords },
  now: Date,
): Promise<OfferSituation | null> {
  const channel = replies.findChannel(conversation.channel)
  if (channel === undefined) return null
  const { target: comment } = await readReplyFacts(unit, conversation, replies, now)
  const people = await readPerson(unit, conversation.contactId)
  const direct = await findDirect(unit, conversation, people)
  const options = direct && (await readReplyFacts(unit, direct, replies, now))
  const isOpen =
    options !== null &&
    decideReplyOptions({ ...options.facts, hold: null }).options.some(({ kind }) => kind === 'text')
  const arrival = await findArrival({ reader, replies }, target, targetAccount, people)
  const to = 'to' in target ? target.to : undefined
  return {
    channel,
    account: conversation.account,
    ownLink: toArrivalLink(channel.manifest.handoff, conversation.account, words.arrivalText),
    comment,
    direct: isOpen ? direct : null,
    arrival,
    facts: {
      target,
      source: channel.manifest.handoff,
      comment: comment && {
        sentAt: comment.sentAt,
        isPrivatelyAnswered: await isPrivatelyAnswered(unit, conversation, comment),
      },
      direct: direct && { isOpen },
      number: to !== undefined ? 'given' : arrival?.identity != null ? 'known' : null,
      arrivalLink: arrival && toArrivalLink(arrival.rules, arrival.account),
      settings: handoffs,
      now: now.toISOString(),
    },
  }
}

/** A number that is one of theirs already is known, not given. */
async function findArrival(
  { reader, replies }: Pick<OfferReads, 'reader' | 'replies'>,
  target: HandoffTarget,
  targetAccount: string | null,
  people: Person,
): Promise<OfferSituation['arrival']> {
  if (target.kind !== 'whatsapp' && target.kind !== 'sms') return null
  const { rows } = await reader.accounts({ channel: target.kind, after: null, limit: ACCOUNTS_MAX })
  const named = rows.filter(({ account }) => targetAccount === null || account.id === targetAccount)
  const [only] = named
  const manifest = replies.findChannel(target.kind)?.manifest
  if (only === undefined || manifest === undefined) return null
  if (named.length > 1 && targetAccount === null) return null
  const identity = people.identities.find(
    ({ channel, scope, externalId }) =>
      channel === target.kind && scope === '-' && (target.to === undefined || target.to === externalId),
  )
  const { title, handoff: rules } = manifest
  return { account: only.account, identity: identity ?? null, title, rules }
}

type Person = { identities: Identity[]; records: (IdentityRecord | null)[]; contacts: Contact[] }

/** By all that a person is known, whomever they were merged with. */
async function readPerson(unit: UnitOfWork, contactId: string): Promise<Person> {
  const survivor = await readSurvivor(unit.contact, contactId)
  const contacts = survivor === null ? [] : await readParts(unit.contact, survivor)
  const identities = contacts.flatMap((contact) => contact.identities)
  return { identities, contacts, records: await unit.identities(identities) }
}

async function findDirect(
  unit: UnitOfWork,
  { channel, account }: Conversation,
  { records }: Person,
): Promise<Conversation | null> {
  for (const record of records) {
    const id = record?.identity.channel === channel ? record.conversations[account.id] : undefined
    const conversation = id === undefined ? null : await unit.conversation(id, false)
    if (conversation !== null) return conversation
  }
  return null
}

/** An answer that the platform never took may be given again. */
async function isPrivatelyAnswered(
  unit: UnitOfWork,
  conversation: Conversation,
  { providerId }: MessageEntry,
): Promise<boolean> {
  if (providerId === null) return false
  const claim = await unit.seen(toPrivateReplyKey(conversation, providerId))
  if (claim?.kind !== 'entry') return false
  const answer = await unit.entry(claim.conversationId, claim.seq)
  return answer?.kind !== 'message' || answer.status !== 'failed'
}
