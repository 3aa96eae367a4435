import { type IdentifierKeys, maskTextsExcept } from '../kit/mask-texts.ts'
import type { Masking } from '../kit/masking.ts'

/** Ids, addresses, names of things, and values that an app gave out (`payload`, `ref`). */
const IDENTIFIERS: IdentifierKeys = {
  names: new Set([
    'created_time',
    'field',
    'id',
    'item',
    'link',
    'metadata',
    'mid',
    'mids',
    'num_edit',
    'notification_messages_token',
    'payload',
    'photo',
    'photos',
    'ref',
    'referer_uri',
    'timestamp',
    'type',
    'url',
    'user_ref',
    'verb',
    'video',
    'watermark',
  ]),
  endings: ['_id', '_ids', '_url', '_timestamp'],
}

export function maskTexts(node: object, masking: Masking): void {
  maskTextsExcept(IDENTIFIERS, node, masking)
}
