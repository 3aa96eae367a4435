import { maskCardNumbers } from '../../domain/redaction.ts'
import { type IdentifierKeys, isIdentifier, maskTextsExcept } from '../kit/mask-texts.ts'
import { IDENTIFIER_KEY_ENDINGS, IDENTIFIER_KEYS } from './schema.ts'

const IDENTIFIERS: IdentifierKeys = { names: IDENTIFIER_KEYS, endings: IDENTIFIER_KEY_ENDINGS }

/** Masks card numbers in every text-bearing string of a decoded piece, in place. */
export function maskTexts(node: object): void {
  maskTextsExcept(IDENTIFIERS, node, maskText)
}

function maskText(key: string, text: string): string {
  const masked = maskCardNumbers(text)
  return masked !== text && key === 'response_json' ? maskJson(text, masked) : masked
}

/** A filled form is JSON in a string: it must stay readable JSON, and ids in it must stay whole. */
function maskJson(text: string, otherwise: string): string {
  try {
    const value: unknown = JSON.parse(text, (key, child: unknown) =>
      isIdentifier(IDENTIFIERS, key) ? child : maskScalar(child),
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
