import type { Finding } from '../../domain/connection-finding.ts'
import type { StepOutcome } from '../connector.ts'
import type { PlatformAnswer } from '../sender.ts'
import { decodeAnswer } from './decode-answer.ts'
import { isRecord, type JsonRecord, textAt } from './json-record.ts'

/** Whose token a call bore: what an error means depends on it. */
type Bearer = 'app' | 'token'

export type GraphRead = { kind: 'accepted'; body: JsonRecord } | { kind: 'settled'; outcome: StepOutcome }

const EXPIRED_SUBCODE = '463'
/** Of all of 200 to 299, and the two that stand apart. */
const PERMISSION_CODE = /^(3|10|2\d\d)$/
const LIMIT_CODES: ReadonlySet<string> = new Set(['1', '2', '4', '17', '32', '341', '368', '613', '80007'])

/** What an answer of the Graph API says about a connection. https://developers.facebook.com/docs/graph-api/guides/error-handling */
export function readGraph(answer: PlatformAnswer, bearer: Bearer, webhookUrl = ''): GraphRead {
  if (answer.kind !== 'https') return settled({ kind: 'unanswered', title: 'no answer' })
  const body = decodeAnswer(answer.body)
  const error = body?.['error']
  if (isRecord(error)) return settled(toOutcome(error, answer.status, bearer, webhookUrl))
  if (body !== null && answer.status >= 200 && answer.status < 300) return { kind: 'accepted', body }
  return settled({ kind: 'unanswered', title: `Meta answered ${answer.status} without a readable body` })
}

function toOutcome(error: JsonRecord, status: number, bearer: Bearer, webhookUrl: string): StepOutcome {
  const [code, subcode] = [toPlain(error['code']), toPlain(error['error_subcode'])]
  const said = textAt(error, 'message') ?? 'no reason'
  if (status >= 500 || (LIMIT_CODES.has(code) && !isAboutSecret(said))) {
    return { kind: 'unanswered', title: `Meta could not say: ${said}` }
  }
  return { kind: 'wrong', finding: toFinding({ code, subcode, said, bearer, webhookUrl }) }
}

function toFinding(of: {
  code: string
  subcode: string
  said: string
  bearer: Bearer
  webhookUrl: string
}): Finding {
  const { code, subcode, said, bearer, webhookUrl } = of
  if (code === '2200' || code === '2201') {
    return {
      code: 'webhook_refused',
      what: `Meta asked ${webhookUrl} for the challenge and was not satisfied: ${said}`,
      wayOut:
        'The address must be reachable from the internet by https, without a redirect or a sign-in in front, and answer within seconds. Then run this again.',
    }
  }
  if (
    bearer === 'app' &&
    (code === '190' || code === '101' || isAboutSecret(said) || /viewing app/i.test(said))
  ) {
    return {
      code: 'app_secret_wrong',
      what: `The app secret and the app id do not belong together, or not to the token's app: ${said}`,
      wayOut:
        'Take App ID and App secret from one page: https://developers.facebook.com/apps, the app, App settings > Basic. The token must have been made for that app.',
    }
  }
  if (code === '190' || code === '102' || code === '104') {
    const isExpired = subcode === EXPIRED_SUBCODE
    return {
      code: isExpired ? 'token_expired' : 'token_invalid',
      what: `Meta does not take the token: ${said}`,
      wayOut:
        'Make a new one for a system user: https://business.facebook.com/settings/system-users, Generate new token, Never expires.',
    }
  }
  if (PERMISSION_CODE.test(code)) {
    return {
      code: 'permission_missing',
      what: `The token may not do this: ${said}`,
      wayOut:
        'Give the system user the asset with full control (https://business.facebook.com/settings/system-users, Assign assets), then generate its token again with the permissions of the channel’s README.',
    }
  }
  return {
    code: 'account_not_found',
    what: `Meta knows nothing by this id that the token may see: ${said}`,
    wayOut:
      'Look at the id, and whether the system user whose token it is was given this asset: https://business.facebook.com/settings/system-users, Assign assets.',
  }
}

function isAboutSecret(said: string): boolean {
  return /client secret|validating application/i.test(said)
}

function settled(outcome: StepOutcome): GraphRead {
  return { kind: 'settled', outcome }
}

/** Ids come as text or as numbers. */
export function toPlain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
