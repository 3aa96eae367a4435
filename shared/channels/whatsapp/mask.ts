import { maskCardNumbers } from '../../domain/redaction.ts'
import type { JsonRecord } from '../kit/json-record.ts'
import { IDENTIFIER_KEY_ENDINGS, IDENTIFIER_KEYS } from './schema.ts'

/** Shorter than the shortest card number. */
const TEXT_LENGTH_MIN = 13

/** Masks card numbers in every text-bearing string of a decoded piece, in place. */
export function maskTexts(node: object): void {
  const record = node as JsonRecord
  for (const key of Object.keys(record)) {
    const child = record[key]
    if (typeof child === 'string') {
      if (child.length >= TEXT_LENGTH_MIN && !isIdentifierKey(key)) record[key] = maskText(key, child)
    } else if (typeof child === 'object' && child !== null && !isIdentifierKey(key)) maskTexts(child)
  }
}

function isIdentifierKey(key: string): boolean {
  return IDENTIFIER_KEYS.has(key) || IDENTIFIER_KEY_ENDINGS.some((ending) => key.endsWith(ending))
}

function maskText(key: string, text: string): string {
  const masked = maskCardNumbers(text)
  return masked !== text && key === 'response_json' ? maskJson(text, masked) : masked
}

/** A filled form is JSON in a string: it must stay readable JSON, and ids in it must stay whole. */
function maskJson(text: string, otherwise: string): string {
  try {
    const value: unknown = JSON.parse(text, (key, child: unknown) =>
      isIdentifierKey(key) ? child : maskScalar(child),
    )
    return JSON.stringify(value)
  } catch {
    return otherwise
  }
}

function maskScalar(value: unknown): unknown {
  if (typeof value === 'string') return maskCardNumbers(value)
  if (typeof value !== 'number') return value
  const masked = maskCardNumbers(String(value))
  return masked === String(value) ? value : masked
}
