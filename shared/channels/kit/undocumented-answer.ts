import type { PlatformAnswer, ProviderError, SendOutcome } from '../sender.ts'
import { toRetryAfterMs } from './retry-after.ts'

type HttpsAnswer = Extract<PlatformAnswer, { kind: 'https' }>

const TIMEOUTS_AND_LIMITS: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * What an answer means that no table knows, by its status alone. 504 is a gateway that stopped waiting for the platform
 * behind it: the message may have gone out. A redirect came from something that does not send. A limit that is not named
 * is that of whoever calls.
 */
export function toUndocumentedOutcome(
  answer: HttpsAnswer,
  error: ProviderError,
): Exclude<SendOutcome, { kind: 'sent' }> {
  const { status, headers } = answer
  if ((status >= 200 && status < 300) || status === 504) return { kind: 'unclear', title: error.title }
  if (status === 401)
    return { kind: 'failed', code: 'account_refused', account: 'token_refused', optOut: false, ...error }
  if (status >= 400 && status < 500 && !TIMEOUTS_AND_LIMITS.has(status))
    return { kind: 'failed', code: 'platform_rejected', account: null, optOut: false, ...error }
  return { kind: 'retry', afterMs: toRetryAfterMs(headers), ofAccount: status === 429, ...error }
}

/** An answer of another kind than the call was. */
export const NO_ANSWER: SendOutcome = { kind: 'unclear', title: 'The answer is none of this platform' }
