import type { PlatformAnswer, Refusal, SendOutcome } from '../sender.ts'
import { decodeAnswer } from './decode-answer.ts'
import { isRecord, type JsonRecord, textAt } from './json-record.ts'
import { findRefusal } from './refusals.ts'
import { toRetryAfterMs } from './retry-after.ts'
import { NO_ANSWER, toUndocumentedOutcome } from './undocumented-answer.ts'

const MINUTE_MS = 60_000
/** All of 200 to 299 are permissions, few of them named. */
const PERMISSION = /^2\d\d$/

/** `accepted`: the body of a 2xx without an error. Everything else already means something. */
export type GraphAnswer = { kind: 'accepted'; body: JsonRecord } | { kind: 'settled'; outcome: SendOutcome }

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
export function readGraphAnswer(answer: PlatformAnswer, refusals: readonly Refusal[]): GraphAnswer {
  if (answer.kind !== 'https') return { kind: 'settled', outcome: NO_ANSWER }
  const body = decodeAnswer(answer.body)
  const error = body === null ? null : body['error']
  if (isRecord(error)) return { kind: 'settled', outcome: toOutcome(answer, error, refusals) }
  if (body !== null && answer.status >= 200 && answer.status < 300) return { kind: 'accepted', body }
  const title = `HTTP ${answer.status} without a readable answer`
  return { kind: 'settled', outcome: toUndocumentedOutcome(answer, { providerCode: null, title }) }
}

function toOutcome(
  answer: Extract<PlatformAnswer, { kind: 'https' }>,
  error: JsonRecord,
  refusals: readonly Refusal[],
): SendOutcome {
  const code = toCode(error['code'])
  const subcode = toCode(error['error_subcode'])
  const providerCode = subcode === '' ? code : `${code}/${subcode}`
  const refusal =
    findRefusal(refusals, providerCode) ??
    findRefusal(refusals, code) ??
    (PERMISSION.test(code) ? findRefusal(refusals, '200') : undefined)
  if (refusal?.kind === 'retry')
    return { ...refusal, providerCode, afterMs: toGraphWaitMs(answer.headers) ?? refusal.afterMs }
  if (refusal !== undefined) return { ...refusal, providerCode }
  const title = textAt(error, 'message') ?? 'The platform gave no reason'
  // An error in a 2xx is one all the same: nothing was accepted.
  const status = answer.status >= 200 && answer.status < 300 ? 400 : answer.status
  return toUndocumentedOutcome({ ...answer, status }, { providerCode: providerCode || null, title })
}

/**
 * The longest wait named in `X-Business-Use-Case-Usage`, else `Retry-After`.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
export function toGraphWaitMs(headers: Readonly<Record<string, string>>): number | null {
  const usage = decodeAnswer(headers['x-business-use-case-usage'] ?? '') ?? {}
  const minutes = Object.values(usage)
    .flat()
    .map((limit) => (isRecord(limit) ? Number(limit['estimated_time_to_regain_access']) : 0))
    .filter((wait) => Number.isFinite(wait) && wait > 0)
  return minutes.length > 0 ? Math.max(...minutes) * MINUTE_MS : toRetryAfterMs(headers)
}

function toCode(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}
