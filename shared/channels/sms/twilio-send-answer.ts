import { decodeAnswer } from '../kit/decode-answer.ts'
import { type JsonRecord, textAt } from '../kit/json-record.ts'
import { findRefusal } from '../kit/refusals.ts'
import { toRetryAfterMs } from '../kit/retry-after.ts'
import { NO_ANSWER, toUndocumentedOutcome } from '../kit/undocumented-answer.ts'
import type { PlatformAnswer, SendOutcome } from '../sender.ts'
import { TWILIO_REFUSALS } from './twilio-send-refusals.ts'

type HttpsAnswer = Extract<PlatformAnswer, { kind: 'https' }>

/** https://www.twilio.com/docs/usage/twilios-response */
export function readTwilioAnswer(answer: PlatformAnswer): SendOutcome {
  if (answer.kind !== 'https') return NO_ANSWER
  const body = decodeAnswer(answer.body)
  if (answer.status < 200 || answer.status >= 300) return toRefused(answer, body)
  const providerId = textAt(body, 'sid')
  return providerId === null
    ? { kind: 'unclear', title: 'Twilio accepted it without naming its id' }
    : { kind: 'sent', providerId, learned: [] }
}

function toRefused(answer: HttpsAnswer, body: JsonRecord | null): SendOutcome {
  const code = body?.['code']
  const providerCode = typeof code === 'number' ? String(code) : textAt(body, 'code')
  const refusal = providerCode === null ? undefined : findRefusal(TWILIO_REFUSALS, providerCode)
  if (refusal?.kind === 'retry') return { ...refusal, afterMs: toRetryAfterMs(answer.headers) }
  if (refusal !== undefined) return refusal
  const title = textAt(body, 'message') ?? `HTTP ${answer.status} without a readable answer`
  return toUndocumentedOutcome(answer, { providerCode, title })
}
