import type { InboundAddition } from '../domain/decide-addition.ts'
import type { InboundEcho, Thread } from '../domain/inbound.ts'
import type { OwnReply } from '../domain/parked-fact.ts'
import { type SeenRecord, toMessageKey } from '../domain/seen.ts'
import { findByWords, findEchoed, isPrivateReply } from './find-own-message.ts'
import { arrive } from './handoff/arrive.ts'
import { meetRecipient } from './handoff/await-arrival.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { learnAuthor } from './learn-author.ts'
import { parkFact } from './park-fact.ts'
import { resolveThread } from './resolve-thread.ts'
import { type OwnMessage, settleSent } from './settle-sent.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { writeMessage } from './write-message.ts'

/**
 * Answers to a root post that wait for it. A customer's post that comes late has few; a post of our own never comes, and
 * what we write under it is nobody's conversation.
 */
const WAITING_FOR_ROOT_MAX = 5

/** Appends a message to its conversation, with whatever was known of it before it came. */
export async function addMessage(
  event: Exclude<InboundAddition, InboundEcho> | (Omit<InboundEcho, 'thread'> & { thread: Thread }),
  isOptOut: boolean,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit, envelope, causationId } = context
  const known = await unit.claimed(toKey(event.providerId, context))
  if (known !== null && known.kind !== 'parked' && !(await isWrittenAgain(event, known, unit))) {
    return event.thread.visibility === 'public'
      ? learnAuthor(event.providerId, event.thread, context)
      : { kind: 'duplicate' }
  }
  const place = await resolveThread(event.thread, context)
  const { receivedAt } = envelope
  const facts = known?.kind === 'parked' ? known.facts : []
  const outcome = await writeMessage({ event, isOptOut, facts, receivedAt, causationId }, place, context)
  const { thread } = event
  if (event.kind === 'message' && thread.visibility === 'private' && outcome.kind === 'stored') {
    const entry = await unit.entry(outcome.conversationId, outcome.seq)
    if (entry?.kind === 'message') await arrive(entry, thread.party, context)
  }
  return outcome
}

/**
 * A review that was taken back and written anew may keep its id. It is later than its removal and than what was there: a
 * late repeat of the first is not, even where a platform's clock puts a removal before what it removed.
 */
async function isWrittenAgain(
  event: Exclude<InboundAddition, InboundEcho> | Omit<InboundEcho, 'thread'>,
  known: SeenRecord,
  unit: UnitOfWork,
): Promise<boolean> {
  if (known.kind !== 'entry' || event.kind !== 'message' || event.content.type !== 'review') return false
  const { sentAt } = event
  const entry = await unit.entry(known.conversationId, known.seq)
  if (entry?.kind !== 'message' || entry.removedAt === null || sentAt === null) return false
  return entry.removedAt < sentAt && entry.sentAt < sentAt
}

/** What our side sent: by us, or in the platform's own app. An echo often comes before the answer to the call. */
export async function addEcho(event: InboundEcho, context: IngestContext): Promise<IngestOutcome> {
  // Looked up first, as most echoes are of what is sent and settled: cheaper than a transaction that fails.
  if ((await context.unit.written(toKey(event.providerId, context))) !== null) return { kind: 'duplicate' }
  const own = (await findEchoed(event, context)) ?? (await findByWords(event, context))
  if (own !== null) return settleByEcho(own, event, context)
  const { thread } = event
  return thread.party === null
    ? addOwnReply({ ...event, thread }, context)
    : addMessage({ ...event, thread }, false, context)
}

async function settleByEcho(
  own: OwnMessage,
  { providerId, sentAt, thread }: InboundEcho,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { envelope, causationId } = context
  const at = envelope.receivedAt
  const { entry } = await settleSent(own, { providerId, sentAt: sentAt ?? at, at, causationId }, context)
  if (thread.party !== null && isPrivateReply(entry)) {
    await meetRecipient(entry, thread.party.identities[0], envelope.account, context)
  }
  return { kind: 'settled', conversationId: entry.conversationId, seq: entry.seq }
}

/** Our own public reply belongs to whoever wrote its parent; it waits under the parent's key while that is not known. */
async function addOwnReply(event: OwnReply, context: IngestContext): Promise<IngestOutcome> {
  const { unit, envelope, causationId } = context
  const known = await unit.claimed(toKey(event.providerId, context))
  if (known !== null && known.kind !== 'parked') return { kind: 'duplicate' }
  const { key, receivedAt } = envelope
  const parentKey = toKey(event.thread.parent, context)
  const parent = await unit.seen(parentKey)
  if (parent?.kind !== 'entry') {
    const { root, parent: answered } = event.thread
    const waiting = parent?.kind === 'parked' ? parent.facts.length : 0
    if (answered === root && waiting >= WAITING_FOR_ROOT_MAX) return { kind: 'ignored', reason: 'own_post' }
    const { raw, ...reply } = event
    const rawJson = raw === null ? null : JSON.stringify(raw)
    return parkFact(parent, parentKey, { reply, raw: rawJson, key, receivedAt, causationId }, context)
  }
  const conversation = await unit.conversation(parent.conversationId, false)
  if (conversation === null) return { kind: 'ignored', reason: 'message_expired' }
  const { id: conversationId, contactId } = conversation
  const place = { conversationId, contactId, contactName: null, isProbablyNew: false }
  const arrival = { event, isOptOut: false, facts: known?.facts ?? [], receivedAt, causationId }
  return writeMessage(arrival, place, context)
}

function toKey(providerId: string, { envelope }: IngestContext): string {
  return toMessageKey({ channel: envelope.channel, accountId: envelope.account.id, providerId })
}
