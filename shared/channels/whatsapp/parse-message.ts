import type { InboundEvent, InboundMessage, Referral, Thread } from '../../domain/inbound.ts'
import type { Party } from '../../domain/identity.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { namesOf, toParty } from './customer.ts'
import { parseSystem } from './parse-identity.ts'
import { type Body, toBody, toUnsupportedName } from './parse-content.ts'
import type { Piece } from './piece.ts'
import { EditBody, Message, ReactionBody, RevokeBody } from './schema.ts'

/** What an element of `messages[]` or `message_echoes[]` needs beside itself to become events. */
type Reading = {
  /** `external`: typed in the platform's own app by our side. */
  by: 'contact' | 'external'
  party: Party | null
  item: JsonRecord
  message: Message
  piece: Piece
}

/** A message of a customer (`message`) or one that our side typed in the WhatsApp Business app (`echo`). */
export function parseMessage(piece: Piece, key: string): InboundEvent {
  const { item } = piece
  const party = toParty(namesOf(piece.kind, item), piece.contact, piece.waba)
  if (isGroupMessage(item)) return { kind: 'ignored', reason: 'group_message' }
  const by = piece.kind === 'echo' ? 'external' : 'contact'
  const message = Message.safeParse(item).data
  if (!isRecord(item) || message === undefined) {
    const reading = { id: textAt(item, 'id') ?? key, of: textAt(item, 'type') ?? 'message', at: null }
    return toUnsupported(reading, by, party, item)
  }
  return toEvent({ by, party, item, message, piece })
}

function toEvent(reading: Reading): InboundEvent {
  switch (reading.message.type) {
    case 'reaction':
      return toReaction(reading) ?? keep(reading)
    case 'edit':
      return toEdit(reading) ?? keep(reading)
    case 'revoke':
      return toRemoval(reading) ?? keep(reading)
    case 'system':
      return parseSystem(reading.item, reading.piece) ?? keep(reading)
    case 'request_welcome':
      // The customer opened the chat for the first time and has not written anything.
      return { kind: 'ignored', reason: 'chat_opened' }
    default: {
      const body = toBody(reading.message.type, reading.item)
      return body === null || reading.party === null ? keep(reading) : toMessage(reading, reading.party, body)
    }
  }
}

function toMessage({ by, message }: Reading, party: Party, body: Body): InboundEvent {
  const { context } = message
  const written = {
    providerId: message.id,
    thread: toThread(party),
    sentAt: toIsoTime(message.timestamp),
    ...body,
    replyTo: context?.id || null,
    forwarded: context?.forwarded === true || context?.frequently_forwarded === true,
  }
  return by === 'contact'
    ? { kind: 'message', ...written, referral: toReferral(message) }
    : { kind: 'echo', ...written, correlation: null, raw: null }
}

/** The ad or link that was tapped, or the product of the catalogue that the customer asks about. */
function toReferral({ referral, context }: Message): Referral | null {
  if (referral) {
    return {
      source: referral.source_type || null,
      sourceId: referral.source_id || null,
      url: referral.source_url || null,
      headline: referral.headline || null,
      ref: referral.ctwa_clid || null,
    }
  }
  const product = context?.referred_product
  if (!product) return null
  const sourceId = product.product_retailer_id || null
  return { source: 'product', sourceId, url: null, headline: null, ref: product.catalog_id || null }
}

function toReaction({ by, party, item, message }: Reading): InboundEvent | null {
  const body = ReactionBody.safeParse(item['reaction']).data
  if (body === undefined || party === null) return null
  const at = toIsoTime(message.timestamp)
  return { kind: 'reaction', target: body.message_id, by, party, emoji: body.emoji || null, at }
}

function toEdit({ by, item, message }: Reading): InboundEvent | null {
  const edit = EditBody.safeParse(item['edit']).data
  const body = edit === undefined ? null : toBody(edit.message.type, edit.message)
  if (edit === undefined || body === null) return null
  return { kind: 'edit', target: edit.original_message_id, by, at: toIsoTime(message.timestamp), ...body }
}

function toRemoval({ by, item, message }: Reading): InboundEvent | null {
  const revoke = RevokeBody.safeParse(item['revoke']).data
  if (revoke === undefined) return null
  return { kind: 'removal', target: revoke.original_message_id, by, at: toIsoTime(message.timestamp) }
}

function keep({ by, party, item, message, piece }: Reading): InboundEvent {
  const raw = piece.errors === undefined ? item : { ...item, errors: piece.errors }
  const of = toUnsupportedName(message.type || 'message', item)
  return toUnsupported({ id: message.id, of, at: toIsoTime(message.timestamp) }, by, party, raw)
}

/** What our own side sent stays an echo, so that it is never taken for the customer's words. */
function toUnsupported(
  { id, of, at }: { id: string; of: string; at: string | null },
  by: Reading['by'],
  party: Party | null,
  raw: unknown,
): InboundEvent {
  if (by === 'contact' || party === null) {
    const thread = party === null ? null : toThread(party)
    return { kind: 'unsupported', providerId: id, thread, sentAt: at, of, raw }
  }
  const nothing: Omit<InboundMessage, 'kind' | 'referral' | 'providerId' | 'thread' | 'sentAt' | 'content'> =
    {
      text: null,
      attachments: [],
      replyTo: null,
      forwarded: false,
    }
  const content = { type: 'unsupported' as const, of }
  return {
    kind: 'echo',
    providerId: id,
    thread: toThread(party),
    sentAt: at,
    content,
    ...nothing,
    correlation: null,
    raw,
  }
}

function toThread(party: Party): Thread {
  return { visibility: 'private', party }
}

function isGroupMessage(item: unknown): boolean {
  return textAt(item, 'group_id') !== null || /@g\.us$/.test(textAt(item, 'to') ?? textAt(item, 'from') ?? '')
}
