import { BUILT_IN_REDACTION, type Redaction } from '../../domain/redaction/redaction.ts'
import type { CutOutcome, WebhookRequest } from '../contract.ts'
import { decodeJson } from '../kit/decode-body.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { beginMasking, toMaskedNames } from '../kit/masking.ts'
import { findContact, namesOf } from './customer.ts'
import { type Change, cutAccountEvent, toGroup, toKey, toPiece } from './cut-piece.ts'
import type { Piece } from './piece.ts'

const OBJECT = 'whatsapp_business_account'

type List = { key: string; kind: Piece['kind'] }

/** The lists of a change whose elements are events of their own. */
const LISTS: ReadonlyMap<string, readonly List[]> = new Map([
  [
    'messages',
    [
      { key: 'messages', kind: 'message' },
      { key: 'statuses', kind: 'status' },
    ],
  ],
  ['smb_message_echoes', [{ key: 'message_echoes', kind: 'echo' }]],
  ['user_preferences', [{ key: 'user_preferences', kind: 'preference' }]],
  ['user_id_update', [{ key: 'user_id_update', kind: 'user_id_update' }]],
])

/** One envelope for every message, status, echo, preference and account event of a verified body. */
export function cut(request: WebhookRequest, redaction = BUILT_IN_REDACTION): CutOutcome {
  const decoded = decodeJson(request.body)
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

function cutEntry(entry: unknown, redaction: Redaction, outcome: CutOutcome): void {
  const waba = textAt(entry, 'id')
  if (!isRecord(entry) || waba === null || !Array.isArray(entry['changes'])) {
    keep(outcome, 'entry_malformed', entry)
    return
  }
  for (const change of entry['changes']) {
    const field = textAt(change, 'field')
    const value = isRecord(change) ? change['value'] : undefined
    if (field === null || !isRecord(value)) keep(outcome, 'change_malformed', { ...entry, changes: [change] })
    else cutChange({ redaction, entry, waba, field, value }, outcome)
  }
}

function cutChange(change: Change, outcome: CutOutcome): void {
  const lists = (LISTS.get(change.field) ?? []).filter(({ key }) => (change.value[key] ?? null) !== null)
  for (const { key, kind } of lists) {
    const items = change.value[key]
    if (Array.isArray(items)) {
      for (const item of items) cutItem(change, key, kind, item, outcome)
    } else keep(outcome, 'list_malformed', toEntry(change, { [key]: items }))
  }
  // Errors of the platform stand beside a message or alone. Beside one they belong to it: see `toPiece`.
  if (change.field === 'messages' && Array.isArray(change.value['errors']) && !hasMessages(change.value)) {
    if (change.value['errors'].length > 0) outcome.envelopes.push(cutAccountEvent(change, 'errors'))
  } else if (lists.length === 0) outcome.envelopes.push(cutAccountEvent(change, 'change'))
}

function hasMessages(value: JsonRecord): boolean {
  return Array.isArray(value['messages']) && value['messages'].length > 0
}

function cutItem(
  change: Change,
  listKey: string,
  kind: Piece['kind'],
  item: unknown,
  outcome: CutOutcome,
): void {
  const key = isRecord(item) ? toKey(kind, item) : null
  const phoneNumberId = textAt(change.value['metadata'], 'phone_number_id')
  // A conversation belongs to a number, so messages and statuses cannot do without one.
  const isNumberNeeded = kind === 'message' || kind === 'echo' || kind === 'status'
  if (!isRecord(item) || key === null || (isNumberNeeded && phoneNumberId === null)) {
    const reason = key === null ? `${kind}_malformed` : 'metadata_missing'
    keep(outcome, reason, toEntry(change, { [listKey]: [item] }))
    return
  }
  const account = {
    id: phoneNumberId ?? change.waba,
    name: textAt(change.value['metadata'], 'display_phone_number'),
  }
  const names = namesOf(kind, item)
  const contact = findContact(names, change.value['contacts'])
  const group = toGroup(kind, item, names, contact) ?? account.id
  const masking = beginMasking(change.redaction)
  const payload = toPiece(change, kind, item, contact, masking)
  const cut = { account, group, key, ...toMaskedNames(masking), payload }
  outcome.envelopes.push({ channel: 'whatsapp', provider: 'meta', ...cut })
}

/** A webhook body that holds nothing but the piece, so that it can be cut again once it is understood. */
function keep(outcome: CutOutcome, reason: string, entry: unknown): void {
  const body = JSON.stringify({ object: OBJECT, entry: [entry] })
  outcome.uncut.push({ reason, bytes: new TextEncoder().encode(body) })
}

function toEntry({ entry, field, value }: Change, list: JsonRecord): JsonRecord {
  const { metadata, contacts } = value
  return { ...entry, changes: [{ field, value: { metadata, contacts, ...list } }] }
}
