import { isRecord } from '../kit/json-record.ts'

/** Documents write ids as strings; simulators, old apps and some fields write numbers. Never one that lost digits. */
export function toId(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  return Number.isSafeInteger(value) ? String(value) : null
}

export function idAt(value: unknown, key: string): string | null {
  return isRecord(value) ? toId(value[key]) : null
}
