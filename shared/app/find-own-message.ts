import type { Conversation } from '../domain/conversation.ts'
import { matchEcho } from '../domain/decide-delivery.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { parseEntryId } from '../domain/ids.ts'
import type { InboundEcho } from '../domain/inbound.ts'
import { toMessageKey } from '../domain/seen.ts'
import type { IngestContext } from './ingest-context.ts'
import { findConversation } from './resolve-thread.ts'
import type { OwnMessage } from './settle-sent.ts'

/** The message of ours whose id a platform gave back with what it reports, unless it is known by another provider id. */
export async function findByCorrelation(
  correlation: string | null,
  providerId: string,
  { unit, envelope }: IngestContext,
): Promise<OwnMessage | null> {
  const place = correlation === null ? null : parseEntryId(correlation)
  if (place === null) return null
  const conversation = await unit.conversation(place.conversationId, false)
  if (conversation === null || !isOfAccount(conversation, envelope)) return null
  const own = await readOwn(conversation, place.seq, { unit })
  return own !== null && [null, providerId].includes(own.entry.providerId) ? own : null
}

/** As `findByCorrelation`, and written to whom the message is for: other apps of the account may put anything there. */
export async function findEchoed(event: InboundEcho, context: IngestContext): Promise<OwnMessage | null> {
  const own = await findByCorrelation(event.correlation, event.providerId, context)
  if (own === null) return null
  // Written in public and sent in private: who it went to is what the echo tells.
  if (isPrivateReply(own.entry)) return own
  return own.conversation.id === (await findConversationOf(event, context)) ? own : null
}

/** The platform's private answer to a public message. */
export function isPrivateReply({ outgoing }: MessageEntry): boolean {
  return outgoing?.handoff?.privateReplyTo !== undefined
}

/** The message of ours that an echo can only be: of its conversation, attempted and unsettled, and with the same words. */
export async function findByWords(event: InboundEcho, context: IngestContext): Promise<OwnMessage | null> {
  const { unit } = context
  const id = await findConversationOf(event, context)
  const conversation = id === null ? null : await unit.conversation(id, false)
  const seq = conversation && matchEcho(conversation, event.text, event.attachments.length > 0)
  return conversation === null || seq === null ? null : readOwn(conversation, seq, context)
}

async function findConversationOf(
  { thread }: InboundEcho,
  { unit, envelope }: IngestContext,
): Promise<string | null> {
  const { channel, account } = envelope
  if (thread.party === null) {
    const parent = await unit.seen(
      toMessageKey({ channel, accountId: account.id, providerId: thread.parent }),
    )
    return parent?.kind === 'entry' ? parent.conversationId : null
  }
  if (thread.visibility === 'public') return null
  const records = await unit.identities(thread.party.identities)
  const lead = records.find((record) => record !== null)
  return (lead && findConversation(records, lead.contactId, account.id)) ?? null
}

async function readOwn(
  conversation: Conversation,
  seq: number,
  { unit }: Pick<IngestContext, 'unit'>,
): Promise<OwnMessage | null> {
  const entry = await unit.entry(conversation.id, seq)
  return entry?.kind === 'message' && entry.outgoing !== null ? { entry, conversation } : null
}

/** A stranger's correlation value must not reach another account's messages. */
function isOfAccount(conversation: Conversation, { channel, account }: IngestContext['envelope']): boolean {
  return conversation.channel === channel && conversation.account.id === account.id
}
