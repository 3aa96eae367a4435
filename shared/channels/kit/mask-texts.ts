import type { JsonRecord } from './json-record.ts'
import { type Masking, maskText } from './masking.ts'

/** Keys whose strings are ids, codes, digests or links: never masked. Objects below them are judged by their own keys. */
export type IdentifierKeys = { names: ReadonlySet<string>; endings: readonly string[] }

type Mask = (key: string, text: string, masking: Masking) => string

/** Masks what is private in every other string of a decoded piece, in place. `mask` for platforms with texts inside texts. */
export function maskTextsExcept(
  identifiers: IdentifierKeys,
  node: object,
  masking: Masking,
  mask: Mask = maskPlainText,
): void {
  const record = node as JsonRecord
  const { lengthMin } = masking.redaction
  for (const key of Object.keys(record)) {
    const child = record[key]
    if (typeof child === 'string') {
      if (child.length >= lengthMin && !isIdentifier(identifiers, key)) {
        record[key] = mask(key, child, masking)
      }
    } else if (typeof child === 'object' && child !== null) {
      maskBelow(identifiers, key, child, masking, mask)
    }
  }
}

export function isIdentifier({ names, endings }: IdentifierKeys, key: string): boolean {
  return names.has(key) || endings.some((ending) => key.endsWith(ending))
}

function maskBelow(
  identifiers: IdentifierKeys,
  key: string,
  child: object,
  masking: Masking,
  mask: Mask,
): void {
  if (!Array.isArray(child) || !isIdentifier(identifiers, key)) {
    maskTextsExcept(identifiers, child, masking, mask)
    return
  }
  for (const item of child as unknown[]) {
    if (typeof item === 'object' && item !== null) maskBelow(identifiers, key, item, masking, mask)
  }
}

function maskPlainText(_key: string, text: string, masking: Masking): string {
  return maskText(text, masking)
}
