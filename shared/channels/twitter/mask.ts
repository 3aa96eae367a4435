import { type IdentifierKeys, maskTextsExcept } from '../kit/mask-texts.ts'
import type { Masking } from '../kit/masking.ts'

const IDENTIFIERS: IdentifierKeys = {
  names: new Set([
    'conversation_key_change_event',
    'date_time',
    'encoded_event',
    'event_type',
    'id',
    'metadata',
    'screen_name',
    'signature',
    'signing_public_key',
    'source',
    'type',
    'url',
    'username',
  ]),
  endings: [
    '_at',
    '_id',
    '_ids',
    '_key',
    '_keys',
    '_msec',
    '_str',
    '_timestamp',
    '_token',
    '_url',
    '_url_https',
    '_uuid',
    '_version',
  ],
}

export function maskTexts(node: object, masking: Masking): void {
  maskTextsExcept(IDENTIFIERS, node, masking)
}
