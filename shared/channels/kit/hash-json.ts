import { createHash } from 'node:crypto'
import { isRecord } from './json-record.ts'

/** What stands for content without an id: the same for the same content, in whatever order its keys were sent. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sortKeys)).digest('base64url')
}

function sortKeys(_: string, value: unknown): unknown {
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}
