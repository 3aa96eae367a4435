import { maskCardNumbers } from '../../domain/redaction.ts'
import type { JsonRecord } from '../kit/json-record.ts'

/** Shorter than the shortest card number. */
const TEXT_LENGTH_MIN = 13

/** Keys whose strings are ids, addresses, names of things or values that an app gave out: never masked. */
const IDENTIFIER_KEYS: ReadonlySet<string> = new Set([
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
])

/** … and every key that ends so (`post_id`, `photo_ids`, `image_url` …). */
const IDENTIFIER_KEY_ENDINGS: readonly string[] = ['_id', '_ids', '_url', '_timestamp']

/** Masks card numbers in every text-bearing string of a decoded piece, in place. Below an id's key only objects are looked at. */
export function maskTexts(node: object): void {
  const record = node as JsonRecord
  for (const key of Object.keys(record)) {
    const child = record[key]
    if (typeof child === 'string') {
      if (child.length >= TEXT_LENGTH_MIN && !isIdentifierKey(key)) record[key] = maskCardNumbers(child)
    } else if (typeof child === 'object' && child !== null) {
      if (!Array.isArray(child) || !isIdentifierKey(key)) maskTexts(child)
      else
        for (const item of child as unknown[]) if (typeof item === 'object' && item !== null) maskTexts(item)
    }
  }
}

function isIdentifierKey(key: string): boolean {
  return IDENTIFIER_KEYS.has(key) || IDENTIFIER_KEY_ENDINGS.some((ending) => key.endsWith(ending))
}
