import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, StepOutcome } from '../connector.ts'
import { decodeAnswer } from '../kit/decode-answer.ts'
import type { JsonRecord } from '../kit/json-record.ts'
import { textAt } from '../kit/json-record.ts'
import type { PlatformAnswer, PlatformCall } from '../sender.ts'
import { TWILIO_HOSTS } from './twilio-send-request.ts'

export const TWILIO_CONNECT_HOSTS = {
  ...TWILIO_HOSTS,
  twilioMessaging: 'https://messaging.twilio.com',
} as const

type TwilioCall = {
  host?: keyof typeof TWILIO_CONNECT_HOSTS
  /** Of `api.twilio.com`: below the account. */
  path: string
  query?: Readonly<Record<string, string>>
  form?: Readonly<Record<string, string>>
}

/** Always with the auth token: an API key may lack the right to change numbers, and could not be told from a wrong token. */
export function toTwilioCall(
  { values }: Connection,
  { host = 'twilio', path, query, form }: TwilioCall,
): PlatformCall {
  const [sid, token] = [values['accountSid'] ?? '', values['authToken'] ?? '']
  const full = host === 'twilio' ? `/2010-04-01/Accounts/${encodeURIComponent(sid)}${path}` : path
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`
  const isForm = form !== undefined
  return {
    kind: 'https',
    host,
    method: isForm ? 'POST' : 'GET',
    path: full + search,
    headers: { authorization, ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) },
    body: isForm ? new URLSearchParams(form).toString() : null,
  }
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function readTwilio(
  answer: PlatformAnswer,
): { kind: 'accepted'; body: JsonRecord } | { kind: 'settled'; outcome: StepOutcome } {
  if (answer.kind !== 'https') return { kind: 'settled', outcome: { kind: 'unanswered', title: 'no answer' } }
  const { status } = answer
  const body = decodeAnswer(answer.body)
  if (body !== null && status >= 200 && status < 300) return { kind: 'accepted', body }
  const said = textAt(body, 'message') ?? `HTTP ${status}`
  const finding = status < 500 && status !== 429 ? toFinding(status, said) : null
  const title = `Twilio could not say: ${said}`
  return {
    kind: 'settled',
    outcome: finding === null ? { kind: 'unanswered', title } : { kind: 'wrong', finding },
  }
}

function toFinding(status: number, said: string): Finding {
  switch (status) {
    case 401:
      return {
        code: 'token_invalid',
        what: `Twilio does not take the account SID with this auth token: ${said}.`,
        wayOut:
          'Take both from one page: https://console.twilio.com, Account Dashboard > Account Info. After a rotation the primary token counts; test credentials do not work.',
      }
    case 403:
      return {
        code: 'permission_missing',
        what: `Twilio does not allow this to the account: ${said}.`,
        wayOut:
          'Use the account that owns the number, and its own auth token: a subaccount has one of its own.',
      }
    default:
      return {
        code: 'account_not_found',
        what: `Twilio knows nothing by this SID in the account: ${said}.`,
        wayOut: 'Look at the SID, and whether it stands in this account: https://console.twilio.com.',
      }
  }
}

export function webhookElsewhere(who: string, where: string): Finding {
  return {
    code: 'webhook_elsewhere',
    what: `${who} belongs to another application today: its texts go to ${where}.`,
    wayOut: 'If that shall end, run `npm run connect` with --replace. Else connect another number.',
  }
}
