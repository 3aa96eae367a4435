import { decideAddition, type InboundAddition } from '../domain/decide-addition.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { toEntryId } from '../domain/ids.ts'
import type { OwnReplyFact, ParkedFact } from '../domain/parked-fact.ts'
import { toMessageKey } from '../domain/seen.ts'
import { applyFacts } from './apply-fact.ts'
import { fitEntry } from './fit-entry.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { setAsideFact } from './park-fact.ts'
import type { ResolvedThread } from './resolve-thread.ts'

/** A transaction takes 100 items; a reply that waited is two of them. */
const WAITING_REPLIES_MAX = 40

/** A message with what was known of it before it came. */
export type Arrival = {
  event: InboundAddition
  /** An opt-out word does not reopen a conversation. */
  isOptOut: boolean
  facts: readonly ParkedFact[]
  receivedAt: string
  causationId: string
}

/** Writes a message and then our own replies that waited for it, in the order in which they were sent. */
export async function writeMessage(
  arrival: Arrival,
  place: ResolvedThread,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { conversationId, seq } = await writeEntry(arrival, place, context)
  await writeWaitingReplies(arrival.facts, place, context)
  return { kind: 'stored', conversationId, seq }
}

/** Our own replies to a message that were known before it was, in the order in which they were sent. */
export async function writeWaitingReplies(
  facts: readonly ParkedFact[],
  place: ResolvedThread,
  context: IngestContext,
): Promise<void> {
  let waiting = toRepliesInOrder(facts)
  for (let written = 0; waiting.length > 0;) {
    const [fact, ...rest] = waiting as [OwnReplyFact, ...OwnReplyFact[]]
    waiting = rest
    const known = await context.unit.seen(toKey(fact.reply.providerId, context))
    if (known !== null && known.kind !== 'parked') continue
    if (written === WAITING_REPLIES_MAX) {
      await setAsideFact(fact, context)
      continue
    }
    const own = known?.facts ?? []
    await writeEntry(toArrival(fact, own), place, context)
    written += 1
    // A reply to a reply of ours waited under that one's key.
    waiting = toRepliesInOrder([...waiting, ...own])
  }
}

async function writeEntry(
  arrival: Arrival,
  place: ResolvedThread,
  context: IngestContext,
): Promise<MessageEntry> {
  const { unit, envelope, shards } = context
  const { receivedAt, causationId, isOptOut } = arrival
  const fitting = await fitEntry(arrival.event, context)
  const before = await unit.conversation(place.conversationId, place.isProbablyNew)
  const added = decideAddition(before, fitting.event, {
    conversationId: place.conversationId,
    contactId: before?.contactId ?? place.contactId,
    contactName: place.contactName,
    channel: envelope.channel,
    provider: envelope.provider,
    account: envelope.account,
    receivedAt,
    causationId,
    repliedEntryId: await findRepliedEntry(arrival.event, place.conversationId, context),
    raw: fitting.raw,
    isOptOut,
    shards,
  })
  const { entry, conversation } = await applyFacts(added, arrival.facts, unit)
  unit.putEntry(entry)
  unit.putConversation(conversation)
  const key = toKey(arrival.event.providerId, context)
  unit.putSeen({ kind: 'entry', key, conversationId: conversation.id, seq: entry.seq })
  if (before === null) unit.linkContact(conversation.contactId, conversation.id, receivedAt)
  return entry
}

async function findRepliedEntry(
  event: InboundAddition,
  conversationId: string,
  context: IngestContext,
): Promise<string | null> {
  if (event.kind === 'unsupported' || event.replyTo === null) return null
  const replied = await context.unit.written(toKey(event.replyTo, context))
  return replied?.conversationId === conversationId ? toEntryId(conversationId, replied.seq) : null
}

function toRepliesInOrder(facts: readonly ParkedFact[]): OwnReplyFact[] {
  const timeOf = ({ reply, receivedAt }: OwnReplyFact): string => reply.sentAt ?? receivedAt
  return facts
    .filter((fact) => 'reply' in fact)
    .toSorted((left, right) => timeOf(left).localeCompare(timeOf(right)))
}

function toArrival(fact: OwnReplyFact, facts: readonly ParkedFact[]): Arrival {
  const { reply, raw, receivedAt, causationId } = fact
  const event = { ...reply, raw: raw === null ? null : (JSON.parse(raw) as unknown) }
  return { event, facts, receivedAt, causationId, isOptOut: false }
}

function toKey(providerId: string, { envelope }: IngestContext): string {
  return toMessageKey({ channel: envelope.channel, accountId: envelope.account.id, providerId })
}
