import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { findRefusal } from '../kit/refusals.ts'
import { toDelayMs, toRetryAfterMs } from '../kit/retry-after.ts'
import { NO_ANSWER, toUndocumentedOutcome } from '../kit/undocumented-answer.ts'
import type { OutgoingMessage, PlatformAnswer, Refusal, SendOutcome } from '../sender.ts'
import { idAt } from './id.ts'
import { REFUSALS } from './send-refusals.ts'

type HttpsAnswer = Extract<PlatformAnswer, { kind: 'https' }>

const SECOND_MS = 1_000
/** A quarter of an hour, and a day of the user or of the app. */
const LIMITS = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'] as const

export function readSendAnswer(answer: PlatformAnswer, message: OutgoingMessage): SendOutcome {
  if (answer.kind !== 'https') return NO_ANSWER
  const refusal = readRefusal(answer)
  if (refusal !== null) return refusal
  const body = decodeAnswer(answer.body)
  const providerId = idAt(body?.['data'], message.visibility === 'public' ? 'id' : 'dm_event_id')
  return providerId === null
    ? { kind: 'unclear', title: 'X accepted it without naming its id' }
    : { kind: 'sent', providerId, learned: [] }
}

/** Why X does not do what it was asked; null: it does. */
export function readRefusal(answer: HttpsAnswer): Exclude<SendOutcome, { kind: 'sent' }> | null {
  const isDone = answer.status >= 200 && answer.status < 300
  return isDone ? null : toRefused(answer, decodeAnswer(answer.body) ?? {})
}

function toRefused(answer: HttpsAnswer, problem: JsonRecord): Exclude<SendOutcome, { kind: 'sent' }> {
  const said = wordsOf(problem)
  const refusal = findNumbered(problem) ?? REFUSALS.find(({ says }) => says?.test(said.join('\n')) === true)
  const outcome =
    refusal === undefined
      ? toUndocumentedOutcome(answer, {
          providerCode: String(answer.status),
          title: said[0] ?? 'X gave no reason',
        })
      : toOutcome(refusal)
  return outcome.kind === 'retry' ? { ...outcome, afterMs: toXWaitMs(answer.headers) } : outcome
}

/** Answers of version 1.1, some of which version 2 hands on. */
function findNumbered(problem: JsonRecord): Refusal | undefined {
  const { errors } = problem
  if (!Array.isArray(errors)) return undefined
  const codes = errors.map((error) => (isRecord(error) ? error['code'] : undefined))
  return codes.map((code) => findRefusal(REFUSALS, String(code))).find((refusal) => refusal !== undefined)
}

/** The most telling first. */
function wordsOf(problem: JsonRecord): string[] {
  const errors: unknown[] = Array.isArray(problem['errors']) ? problem['errors'] : []
  const details = errors.flatMap((error) => [textAt(error, 'message'), textAt(error, 'detail')])
  const words = [textAt(problem, 'detail'), ...details, textAt(problem, 'title'), textAt(problem, 'type')]
  return words.filter((word) => word !== null)
}

function toOutcome(refusal: Refusal): Extract<SendOutcome, { kind: 'retry' | 'failed' }> {
  if (refusal.kind === 'retry') {
    const { kind, afterMs, ofAccount, providerCode, title } = refusal
    return { kind, afterMs, ofAccount, providerCode, title }
  }
  const { kind, code, account, optOut, providerCode, title } = refusal
  return { kind, code, account, optOut, providerCode, title }
}

/** Until the last of the used-up limits begins anew. https://docs.x.com/x-api/fundamentals/rate-limits */
function toXWaitMs(headers: Readonly<Record<string, string>>): number | null {
  const usedUp = LIMITS.filter((limit) => headers[`${limit}-remaining`] === '0')
  const delays = usedUp
    .map((limit) => toDelayMs(Number(headers[`${limit}-reset`]) * SECOND_MS, headers))
    .filter((delay) => delay !== null)
  return delays.length > 0 ? Math.max(...delays) : toRetryAfterMs(headers)
}
