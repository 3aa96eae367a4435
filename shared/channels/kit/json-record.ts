/** A decoded JSON object, nothing known about its keys yet. */
export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The string at `key`; null where there is none, it is empty, or `value` is no object. */
export function textAt(value: unknown, key: string): string | null {
  if (!isRecord(value)) return null
  const text = value[key]
  return typeof text === 'string' && text !== '' ? text : null
}
