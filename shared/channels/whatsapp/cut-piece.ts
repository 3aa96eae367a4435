import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { CutEnvelope } from '../contract.ts'
import { hashJson } from '../kit/hash-json.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { beginMasking, type Masking, toMaskedNames } from '../kit/masking.ts'
import { textsAt, toStableId } from './customer.ts'
import { maskTexts } from './mask.ts'
import { IGNORED_FIELDS, type Piece } from './piece.ts'

/** One element of `changes[]`, with the entry it stands in. */
export type Change = {
  redaction: Redaction
  entry: JsonRecord
  waba: string
  field: string
  value: JsonRecord
}

export function toPiece(
  change: Change,
  kind: Piece['kind'],
  item: JsonRecord,
  contact: unknown,
  masking: Masking,
): Piece {
  maskTexts(item, masking)
  const piece: Piece = { kind, field: change.field, waba: change.waba, item }
  if (isRecord(contact)) {
    // What somebody is called is not what they wrote.
    maskTexts(contact, beginMasking(change.redaction))
    piece.contact = contact
  }
  const errors = change.value['errors']
  if (kind === 'message' && Array.isArray(errors) && errors.length > 0 && item['errors'] === undefined) {
    maskTexts(errors, masking)
    piece.errors = errors
  }
  return piece
}

/** The idempotency key; null where the element lacks the id it must have. */
export function toKey(kind: Piece['kind'], item: JsonRecord): string | null {
  const id = textAt(item, 'id')
  switch (kind) {
    case 'message':
    case 'echo':
      return id === null ? null : `${kind}:${id}`
    case 'status': {
      const status = textAt(item, 'status')
      if (id === null || status === null) return null
      const participant = textsAt(item, 'recipient_participant_user_id', 'recipient_participant_id')[0]
      return participant === undefined ? `status:${id}:${status}` : `status:${id}:${status}:${participant}`
    }
    default:
      return `${kind}:${hashJson(item)}`
  }
}

/**
 * The most stable id of the customer. A change of identity goes with the new id, so that it is applied before the first
 * message under that id; messages under the old one still find their contact after it.
 */
export function toGroup(
  kind: Piece['kind'],
  item: JsonRecord,
  names: string[],
  contact: unknown,
): string | undefined {
  const renamed = kind === 'user_id_update' ? textsAt(item['user_id'], 'current') : []
  const moved = item['type'] === 'system' ? textsAt(item['system'], 'user_id', 'wa_id') : []
  const current = [...renamed, ...moved]
  const values = current.length > 0 ? current : [...names, ...textsAt(contact, 'user_id', 'wa_id')]
  return toStableId(values)
}

export function cutAccountEvent(change: Change, kind: 'errors' | 'change'): CutEnvelope {
  const { entry, waba, field, value } = change
  const masking = beginMasking(change.redaction)
  const item = kind === 'errors' ? value['errors'] : value
  const time = entry['time']
  const hash = hashJson({ waba, field, time, item })
  // `PARTNER_…` events of `account_update` arrive under the partner's id and name the account concerned inside.
  const id = textAt(value['metadata'], 'phone_number_id') ?? textAt(value['waba_info'], 'waba_id') ?? waba
  const piece: Piece = { kind, field, waba }
  if (typeof time === 'number' || typeof time === 'string') piece.time = time
  if (!IGNORED_FIELDS.has(field)) {
    if (typeof item === 'object' && item !== null) maskTexts(item, masking)
    piece.item = item
  }
  return {
    channel: 'whatsapp',
    provider: 'meta',
    account: { id, name: textAt(value['metadata'], 'display_phone_number') },
    group: id,
    key: `${kind}:${field}:${hash}`,
    ...toMaskedNames(masking),
    payload: piece,
  }
}
