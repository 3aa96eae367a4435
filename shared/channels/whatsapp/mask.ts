import { type IdentifierKeys, isIdentifier, maskTextsExcept } from '../kit/mask-texts.ts'
import { type Masking, maskText } from '../kit/masking.ts'
import { IDENTIFIER_KEY_ENDINGS, IDENTIFIER_KEYS } from './schema.ts'

const IDENTIFIERS: IdentifierKeys = { names: IDENTIFIER_KEYS, endings: IDENTIFIER_KEY_ENDINGS }

/** Masks what is private in every text-bearing string of a decoded piece, in place. */
export function maskTexts(node: object, masking: Masking): void {
  maskTextsExcept(IDENTIFIERS, node, masking, maskTextAt)
}

function maskTextAt(key: string, text: string, masking: Masking): string {
  return key === 'response_json' ? maskJson(text, masking) : maskText(text, masking)
}

/** A filled form is JSON in a string: it must stay readable JSON, and ids in it must stay whole. */
function maskJson(text: string, masking: Masking): string {
  let isChanged = false
  const mask = (value: unknown): unknown => {
    const masked = maskScalar(value, masking)
    isChanged ||= masked !== value
    return masked
  }
  try {
    const value: unknown = JSON.parse(text, (key, child: unknown) =>
      isIdentifier(IDENTIFIERS, key) ? child : mask(child),
    )
    return isChanged ? JSON.stringify(value) : text
  } catch {
    return maskText(text, masking)
  }
}

function maskScalar(value: unknown, masking: Masking): unknown {
  if (typeof value === 'string') return maskText(value, masking)
  if (typeof value !== 'number') return value
  const masked = maskText(String(value), masking)
  return masked === String(value) ? value : masked
}
