import { maskCardNumbers } from '../../domain/redaction.ts'
import type { JsonRecord } from './json-record.ts'

/** Shorter than the shortest card number. */
const TEXT_LENGTH_MIN = 13

/** Keys whose strings are ids, codes, digests or links: never masked, and nothing below them either. */
export type IdentifierKeys = { names: ReadonlySet<string>; endings: readonly string[] }

/** Masks card numbers in every text-bearing string of a decoded piece, in place. */
export function maskTextsExcept(identifiers: IdentifierKeys, node: object): void {
  const record = node as JsonRecord
  for (const key of Object.keys(record)) {
    const child = record[key]
    if (typeof child === 'string') {
      if (child.length >= TEXT_LENGTH_MIN && !isIdentifier(identifiers, key))
        record[key] = maskCardNumbers(child)
    } else if (typeof child === 'object' && child !== null && !isIdentifier(identifiers, key)) {
      maskTextsExcept(identifiers, child)
    }
  }
}

function isIdentifier({ names, endings }: IdentifierKeys, key: string): boolean {
  return names.has(key) || endings.some((ending) => key.endsWith(ending))
}
