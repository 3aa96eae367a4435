import { isRecord } from '../kit/json-record.ts'

/**
 * The id at `key`, read from its `…_str` twin where there is one. X ids pass 2^53, so a bare number is only believed where
 * it survived decoding.
 */
export function idAt(value: unknown, key: string): string | null {
  if (!isRecord(value)) return null
  return toId(value[`${key}_str`]) ?? toId(value[key])
}

function toId(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return Number.isSafeInteger(value) ? String(value) : null
}
