import { maskCardNumbers } from '../../domain/redaction.ts'
import type { JsonRecord } from './json-record.ts'

/** Shorter than the shortest card number. */
const TEXT_LENGTH_MIN = 13

/** Keys whose strings are ids, codes, digests or links: never masked. Objects below them are judged by their own keys. */
export type IdentifierKeys = { names: ReadonlySet<string>; endings: readonly string[] }

/** Masks card numbers in every other string of a decoded piece, in place. `mask` for platforms with texts inside texts. */
export function maskTextsExcept(
  identifiers: IdentifierKeys,
  node: object,
  mask: (key: string, text: string) => string = maskPlainText,
): void {
  const record = node as JsonRecord
  for (const key of Object.keys(record)) {
    const child = record[key]
    if (typeof child === 'string') {
      if (child.length >= TEXT_LENGTH_MIN && !isIdentifier(identifiers, key)) record[key] = mask(key, child)
    } else if (typeof child === 'object' && child !== null) {
      maskBelow(identifiers, key, child, mask)
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
  mask: (key: string, text: string) => string,
): void {
  if (!Array.isArray(child) || !isIdentifier(identifiers, key)) {
    maskTextsExcept(identifiers, child, mask)
    return
  }
  for (const item of child as unknown[]) {
    if (typeof item === 'object' && item !== null) maskBelow(identifiers, key, item, mask)
  }
}

function maskPlainText(_key: string, text: string): string {
  return maskCardNumbers(text)
}
