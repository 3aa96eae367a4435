import { BUILT_IN_REDACTION, type Redaction } from '../../domain/redaction/redaction.ts'
import type { CutEnvelope, CutOutcome, WebhookRequest } from '../contract.ts'
import { decodeExactJson } from '../kit/decode-exact-json.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { beginMasking, type Masking, toMaskedNames } from '../kit/masking.ts'
import { toChangeGroup, toChangeKey, toMessagingKey } from './cut-key.ts'
import { MESSAGING_FIELDS } from './fields.ts'
import { idAt } from './ids.ts'
import { maskTexts } from './mask.ts'
import type { Piece } from './piece.ts'
import { sidesOf } from './sides.ts'

const OBJECT = 'page'
const LISTS = ['messaging', 'standby', 'changes'] as const

type Place = { entry: JsonRecord; page: string; redaction: Redaction }

/** One envelope for every item of `messaging` and `standby` and every change of a verified body. */
export function cut(request: WebhookRequest, redaction = BUILT_IN_REDACTION): CutOutcome {
  const decoded = decodeExactJson(request.body)
  if (decoded.kind === 'undecodable') return keepWhole(decoded.reason, request.body)
  const body = decoded.value
  if (!isRecord(body) || !Array.isArray(body['entry'])) return keepWhole('unexpected_shape', request.body)
  if (body['object'] !== OBJECT) return keepWhole('unexpected_object', request.body)
  const outcome: CutOutcome = { envelopes: [], uncut: [] }
  for (const entry of body['entry']) cutEntry(entry, redaction, outcome)
  return outcome
}

function keepWhole(reason: string, bytes: Uint8Array): CutOutcome {
  return { envelopes: [], uncut: [{ reason, bytes }] }
}

/** An entry of nothing but its id and time says nothing, and comes. */
function cutEntry(entry: unknown, redaction: Redaction, outcome: CutOutcome): void {
  const page = idAt(entry, 'id')
  if (!isRecord(entry) || page === null) {
    keep(outcome, 'entry_malformed', entry)
    return
  }
  const place = { entry, page, redaction }
  const lists = LISTS.filter((list) => (entry[list] ?? null) !== null)
  if (lists.length === 0 && Object.keys(entry).some((key) => key !== 'id' && key !== 'time')) {
    keep(outcome, 'entry_unknown', entry)
  }
  for (const list of lists) {
    const items = entry[list]
    if (!Array.isArray(items)) keep(outcome, 'list_malformed', toEntry(place, list, items))
    else for (const item of items) cutItem(place, list, item, outcome)
  }
}

function cutItem(place: Place, list: (typeof LISTS)[number], item: unknown, outcome: CutOutcome): void {
  if (list !== 'changes') {
    if (isRecord(item)) outcome.envelopes.push(toMessagingEnvelope(place, list, item))
    else keep(outcome, 'item_malformed', toEntry(place, list, [item]))
    return
  }
  const field = textAt(item, 'field')
  if (!isRecord(item) || field === null) {
    keep(outcome, 'change_malformed', toEntry(place, list, [item]))
    return
  }
  const value = item['value']
  outcome.envelopes.push(
    MESSAGING_FIELDS.has(field) && isRecord(value)
      ? toMessagingEnvelope(place, field === 'standby' ? 'standby' : 'messaging', value)
      : toChangeEnvelope(place, field, value),
  )
}

function toMessagingEnvelope(
  { entry, page, redaction }: Place,
  kind: 'messaging' | 'standby',
  item: JsonRecord,
): CutEnvelope {
  const sides = sidesOf(item, page)
  const group = sides.customer ?? idAt(item['sender'], 'user_ref') ?? page
  const key = toMessagingKey(item, sides)
  const masking = beginMasking(redaction)
  maskTexts(item, masking)
  return toEnvelope({ group, key, payload: { kind, page, ...timeOf(entry), item } }, masking)
}

function toChangeEnvelope({ entry, page, redaction }: Place, field: string, value: unknown): CutEnvelope {
  const group = toChangeGroup(page, value)
  const key = toChangeKey(field, value, entry['time'])
  const masking = beginMasking(redaction)
  if (typeof value === 'object' && value !== null) maskTexts(value, masking)
  const payload: Piece = { kind: 'change', page, field, ...timeOf(entry), item: value }
  return toEnvelope({ group, key, payload }, masking)
}

function toEnvelope(cut: { group: string; key: string; payload: Piece }, masking: Masking): CutEnvelope {
  const account = { id: cut.payload.page, name: null }
  return { channel: 'facebook', provider: 'meta', account, ...cut, ...toMaskedNames(masking) }
}

function timeOf({ time }: JsonRecord): { time?: unknown } {
  return typeof time === 'number' || typeof time === 'string' ? { time } : {}
}

/** A webhook body that holds nothing but the piece, so that it can be cut again once it is understood. */
function keep(outcome: CutOutcome, reason: string, entry: unknown): void {
  const body = JSON.stringify({ object: OBJECT, entry: [entry] })
  outcome.uncut.push({ reason, bytes: new TextEncoder().encode(body) })
}

function toEntry({ entry }: Place, list: string, items: unknown): JsonRecord {
  const { id, time } = entry
  return { id, time, [list]: items }
}
