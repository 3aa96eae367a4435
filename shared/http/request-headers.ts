import { toDigest } from '../domain/digest.ts'
import type { Claim } from '../app/save-once.ts'
import type { Caller } from './caller.ts'
import type { FieldError, ProblemCode } from './problems.ts'

const KEY_CHARS_MAX = 255
/** Printable ASCII, as a header can hold it. */
const KEY = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** Names lower-cased once, at the edge. */
export type RequestHeaders = Readonly<Record<string, string>>

/** What an `If-Match` of a route names: the ETag of what it changes, or the last entry that the author has seen. */
export type IfMatchKind = 'revision' | 'seen'

/** Elements of a list of entity tags (RFC 9110, 8.8.3 and 13.1.1). A tag may hold a comma. */
const LISTED = /(?:W\/)?"[^"]*"|[^\s,"]+/g
/** Of a conversation strong ones alone: a weak tag proves no state that a change may rest on. */
const OURS = { revision: /^"(\d{1,9})"$/, seen: /^"?seq-(\d{1,9})"?$/ } as const satisfies Record<
  IfMatchKind,
  RegExp
>

type Invalid = { kind: 'invalid'; errors: FieldError[] }

export function readIdempotencyKey(
  headers: RequestHeaders,
): { kind: 'read'; key: string } | Invalid | { kind: 'unreadable'; code: KeyMissing; detail: string } {
  const key = headers['idempotency-key']?.trim() ?? ''
  if (key === '') {
    const detail =
      'Send a header Idempotency-Key, a new one (a UUID, say) for every wish and the same one when you repeat it.'
    return { kind: 'unreadable', code: 'idempotency_key_required', detail }
  }
  if (key.length <= KEY_CHARS_MAX && KEY.test(key)) return { kind: 'read', key }
  const detail = `An Idempotency-Key is 1 to ${KEY_CHARS_MAX} printable ASCII characters.`
  return invalidHeader('idempotency-key', detail)
}
export type KeyMissing = ProblemCode & 'idempotency_key_required'

/** What makes a request the same as an earlier one: who asked for what under which key, and with which body. */
export function toClaim(
  of: { method: string; path: string; key: string; body: unknown; status: number },
  { actor, clientId }: Caller,
): Claim {
  const caller = actor.id ?? clientId ?? ''
  return {
    key: toDigest([caller, `${of.method} ${of.path}`, of.key]),
    bodyDigest: toDigest([JSON.stringify(of.body, sortKeys) ?? '']),
    status: of.status,
  }
}

/** The numbers that it names, any of which will do; null: whatever there is. A tag that is none of ours never fits. */
export function readIfMatch(
  headers: RequestHeaders,
  kind: IfMatchKind | undefined,
): { kind: 'read'; values: readonly number[] | null } | Invalid {
  const text = headers['if-match']?.trim()
  if (kind === undefined || text === undefined || text === '' || text === '*')
    return { kind: 'read', values: null }
  const tags = text.match(LISTED) ?? []
  const values = tags.flatMap((tag) => OURS[kind].exec(tag)?.slice(1).map(Number) ?? [])
  const isWhole = values.length === tags.length && values.length > 0
  if (kind === 'revision' || isWhole) return { kind: 'read', values }
  return invalidHeader('if-match', 'Here it names the last entry that the author has seen, as "seq-41".')
}

function invalidHeader(name: string, detail: string): Invalid {
  return { kind: 'invalid', errors: [{ pointer: `/headers/${name}`, code: 'wrong_format', detail }] }
}

/** The same members in another order are the same body. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
}
