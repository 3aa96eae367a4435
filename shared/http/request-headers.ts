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

/** The number that it names; null: whatever there is. A text that is no ETag of ours never fits. */
export function readIfMatch(
  headers: RequestHeaders,
  kind: IfMatchKind | undefined,
): { kind: 'read'; value: number | null } | Invalid {
  const text = headers['if-match']?.trim()
  if (kind === undefined || text === undefined || text === '' || text === '*')
    return { kind: 'read', value: null }
  const [, number] = (kind === 'seen' ? /^"?seq-(\d{1,9})"?$/ : /^(?:W\/)?"(\d{1,9})"$/).exec(text) ?? []
  if (number !== undefined) return { kind: 'read', value: Number(number) }
  if (kind === 'revision') return { kind: 'read', value: Number.NaN }
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
