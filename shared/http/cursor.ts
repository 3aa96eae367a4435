import * as z from 'zod'
import { type Refusal, refuse } from '../app/refusal.ts'
import { toDigest } from '../domain/digest.ts'

const FILTER_HASH_CHARS = 16

const Cursor = z.strictObject({
  version: z.literal(1),
  /** Hash of what the list is filtered by. */
  filter: z.string(),
  direction: z.enum(['asc', 'desc']),
  /** Partition → last key of it. */
  last: z.record(z.string().max(40), z.string().max(6000)),
})

/** What a cursor belongs to: another list, filter or direction cannot use it. */
export type CursorScope = {
  list: string
  filter: Readonly<Record<string, string | number | undefined>>
  direction: 'asc' | 'desc'
}

export type Positions = Readonly<Record<string, string>>

/** Opaque to clients: base64url of JSON. */
export function encodeCursor(scope: CursorScope, last: Positions): string {
  const cursor: z.input<typeof Cursor> = {
    version: 1,
    filter: toFilterHash(scope),
    direction: scope.direction,
    last,
  }
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** No cursor starts at the beginning. */
export function decodeCursor(
  scope: CursorScope,
  text: string | undefined,
): { kind: 'decoded'; last: Positions } | Refusal {
  if (text === undefined) return { kind: 'decoded', last: {} }
  const cursor = Cursor.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')))
  if (!cursor.success) return refuse('cursor_invalid', 'This is not a cursor of this API.')
  const { filter, direction, last } = cursor.data
  return filter === toFilterHash(scope) && direction === scope.direction
    ? { kind: 'decoded', last }
    : refuse('cursor_invalid', 'The cursor was made for another list, filter or order.')
}

function toFilterHash({ list, filter }: CursorScope): string {
  const set = Object.entries(filter).filter(([, value]) => value !== undefined)
  const parts = set.sort(([a], [b]) => (a < b ? -1 : 1)).map((pair) => JSON.stringify(pair))
  return toDigest([list, ...parts]).slice(0, FILTER_HASH_CHARS)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
