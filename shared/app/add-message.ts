import { gzipSync } from 'node:zlib'
import { decideAddition, type InboundAddition } from '../domain/decide-addition.ts'
import { decideAmendment } from '../domain/decide-amendment.ts'
import type { RawPiece } from '../domain/entry.ts'
import { toEntryId } from '../domain/ids.ts'
import type { AmendmentFact } from '../domain/parked-fact.ts'
import { toMessageKey } from '../domain/seen.ts'
import type { IngestContext, IngestOutcome } from './ingest-context.ts'
import { resolveThread } from './resolve-party.ts'

/** What an entry may keep of a piece that could not be read; more goes to quarantine. */
const RAW_BYTES_MAX = 200_000
/** What an entry may hold in all, below the table's 400 KB with room for later changes. */
const ENTRY_BYTES_MAX = 250_000

/** Appends a message to its conversation, with whatever was known of it before it came. */
export async function addMessage(
  event: InboundAddition,
  isOptOut: boolean,
  context: IngestContext,
): Promise<IngestOutcome> {
  const { unit, envelope } = context
  const key = toKey(event.providerId, context)
  const known = await unit.claimed(key)
  if (known !== null && known.kind !== 'parked') return { kind: 'duplicate' }

  const fitting = await fitEvent(event, context)
  const thread = await resolveThread(event.thread, context)
  const before = await unit.conversation(thread.conversationId, thread.isProbablyNew)
  const added = decideAddition(before, fitting.event, {
    conversationId: thread.conversationId,
    contactId: before?.contactId ?? thread.contactId,
    contactName: thread.contactName,
    channel: envelope.channel,
    provider: envelope.provider,
    account: envelope.account,
    receivedAt: envelope.receivedAt,
    causationId: context.causationId,
    repliedEntryId: await findRepliedEntry(event, thread.conversationId, context),
    raw: fitting.raw,
    isOptOut,
    shards: context.shards,
  })
  const { entry, conversation } = applyParked(added, known?.facts ?? [])
  unit.putEntry(entry)
  unit.putConversation(conversation)
  unit.putSeen({ kind: 'entry', key, conversationId: conversation.id, seq: entry.seq })
  if (before === null) unit.linkContact(conversation.contactId, conversation.id, envelope.receivedAt)
  return { kind: 'stored', conversationId: conversation.id, seq: entry.seq }
}

/** Receipts, edits and reactions that overtook their message, as revisions of the entry just written. */
function applyParked(
  added: ReturnType<typeof decideAddition>,
  facts: readonly AmendmentFact[],
): ReturnType<typeof decideAddition> {
  const timeOf = (fact: AmendmentFact): string => fact.amendment.at ?? fact.receivedAt
  const inOrder = facts.toSorted((left, right) => timeOf(left).localeCompare(timeOf(right)))
  return inOrder.reduce((state, fact) => {
    const outcome = decideAmendment(state.entry, state.conversation, fact)
    return outcome.kind === 'changed' ? outcome : state
  }, added)
}

async function findRepliedEntry(
  event: InboundAddition,
  conversationId: string,
  context: IngestContext,
): Promise<string | null> {
  if (event.kind === 'unsupported' || event.replyTo === null) return null
  const replied = await context.unit.seen(toKey(event.replyTo, context))
  return replied?.kind === 'entry' && replied.conversationId === conversationId
    ? toEntryId(conversationId, replied.seq)
    : null
}

/** What is larger than an entry can hold is kept whole in quarantine, and shows as a message that could not be read here. */
async function fitEvent(
  event: InboundAddition,
  context: IngestContext,
): Promise<{ event: InboundAddition; raw: RawPiece | null }> {
  if (event.kind === 'unsupported' || (event.kind === 'echo' && event.raw !== null)) {
    return { event, raw: await keepRaw(event.raw, context) }
  }
  if (Buffer.byteLength(JSON.stringify(event)) <= ENTRY_BYTES_MAX) return { event, raw: null }
  const { providerId, thread, sentAt } = event
  const raw = await keepInQuarantine(event, context)
  if (event.kind === 'message') {
    return { event: { kind: 'unsupported', providerId, thread, sentAt, of: 'too_large', raw: null }, raw }
  }
  return {
    event: { ...event, text: null, content: { type: 'unsupported', of: 'too_large' }, attachments: [] },
    raw,
  }
}

async function keepRaw(raw: unknown, context: IngestContext): Promise<RawPiece> {
  const bytes = gzipSync(JSON.stringify(raw) ?? 'null')
  return bytes.byteLength <= RAW_BYTES_MAX ? { kind: 'gzip', bytes } : keepInQuarantine(raw, context)
}

async function keepInQuarantine(value: unknown, context: IngestContext): Promise<RawPiece> {
  const { id } = await context.quarantine.keep({
    source: context.envelope.source,
    reason: 'too_large_for_entry',
    receivedAt: context.envelope.receivedAt,
    bytes: Buffer.from(JSON.stringify(value)),
  })
  return { kind: 'quarantine', id }
}

function toKey(providerId: string, { envelope }: IngestContext): string {
  return toMessageKey({ channel: envelope.channel, accountId: envelope.account.id, providerId })
}
