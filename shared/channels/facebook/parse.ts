import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { isRecord } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { EVENT_KEYS, type EventKey, IGNORED_EVENT_KEYS } from './fields.ts'
import { parseChange } from './parse-change.ts'
import { parsePolicy, parseReaction, parseReceipts } from './parse-facts.ts'
import { parseEdit, parseMessage } from './parse-message.ts'
import { parseOptIn, parsePostback, parseReferral } from './parse-press.ts'
import { Piece } from './piece.ts'
import { type Reading, toUnsupported } from './reading.ts'
import { sidesOf, toMessengerParty } from './sides.ts'

/** Keys that every item has, and those that only accompany what happened. */
const COMPANION_KEYS: ReadonlySet<string> = new Set([
  'hop_context',
  'message_context',
  'prior_message',
  'recipient',
  'sender',
  'timestamp',
])

export function parse(envelope: Envelope): InboundEvent[] {
  const { key, payload } = envelope
  const piece = Piece.safeParse(payload).data
  if (piece === undefined) return [toQuarantine(key, 'unknown_piece', payload)]
  if (piece.kind === 'change') return parseChange(piece, key)
  return isRecord(piece.item)
    ? parseItem(toReading(piece, piece.item, key))
    : [toQuarantine(key, piece.kind, piece)]
}

function toReading(piece: Piece, item: Reading['item'], key: string): Reading {
  const { customer, by } = sidesOf(item, piece.page)
  const party = customer === null ? null : toMessengerParty(piece.page, customer)
  const at = toIsoTime(item['timestamp']) ?? toIsoTime(piece.time)
  return { item, page: piece.page, key, by, party, at }
}

function parseItem(reading: Reading): InboundEvent[] {
  const isThere = (key: string): boolean => (reading.item[key] ?? null) !== null
  const event = EVENT_KEYS.find(isThere)
  if (event !== undefined) return parseEvent(event, reading)
  const ignored = IGNORED_EVENT_KEYS.find(isThere)
  if (ignored !== undefined) return [{ kind: 'ignored', reason: `${ignored}_not_stored` }]
  const unknown = Object.keys(reading.item).find((key) => !COMPANION_KEYS.has(key) && isThere(key))
  return [toUnsupported(reading, unknown ?? 'empty_item')]
}

function parseEvent(event: EventKey, reading: Reading): InboundEvent[] {
  switch (event) {
    case 'message':
      return parseMessage(reading)
    case 'message_edit':
      return parseEdit(reading)
    case 'reaction':
      return parseReaction(reading)
    case 'postback':
      return parsePostback(reading)
    case 'referral':
      return parseReferral(reading)
    case 'optin':
      return parseOptIn(reading)
    case 'delivery':
    case 'read':
      return parseReceipts(reading, event)
    case 'policy_enforcement':
    case 'policy-enforcement':
      return parsePolicy(reading, event)
  }
}

function toQuarantine(key: string, of: string, raw: unknown): InboundEvent {
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: null, of, raw }
}
