import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, StepOutcome } from '../connector.ts'
import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import type { CallMoment, PlatformAnswer, PlatformCall } from '../sender.ts'
import { findOAuth1Keys, toOAuth1Header } from './oauth1.ts'
import { X_HOSTS } from './send-request.ts'

export const CONSOLE = 'https://console.x.com'
/** The app's own token in the channel's secret. */
export const BEARER_KEY = 'bearerToken'

export type XConnectRequest = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  body?: Readonly<Record<string, unknown>>
}

/** `app`: the bearer token. `account`: OAuth 1.0a, because its tokens do not expire. */
export function toXConnectCall(
  request: XConnectRequest,
  by: 'app' | 'account',
  connection: Connection,
  moment: CallMoment,
): PlatformCall {
  const { method, path, body } = request
  const authorization =
    by === 'app'
      ? `Bearer ${connection.values[BEARER_KEY] ?? ''}`
      : toAccountHeader(request, connection, moment)
  return {
    kind: 'https',
    host: 'x',
    method,
    path,
    headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  }
}

/** A token of another account is refused by X in the same way as a wrong one: a step before has told them apart. */
function toAccountHeader(
  { method, path }: XConnectRequest,
  { account, values }: Connection,
  moment: CallMoment,
): string {
  const keys = findOAuth1Keys(values, account)
  return keys === null
    ? 'OAuth'
    : toOAuth1Header({ method, url: `${X_HOSTS.x}${path}`, query: {} }, keys, moment)
}

export type XRead = { kind: 'accepted'; body: JsonRecord } | { kind: 'settled'; outcome: StepOutcome }

/** What an answer means for a connection. https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
export function readX(answer: PlatformAnswer, by: 'app' | 'account'): XRead {
  if (answer.kind !== 'https') return settled({ kind: 'unanswered', title: 'no answer' })
  const { status } = answer
  const body = decodeAnswer(answer.body)
  if (body !== null && status >= 200 && status < 300) return { kind: 'accepted', body }
  const said = body === null ? `HTTP ${status}` : toWords(body, status)
  if (status === 429 || status >= 500)
    return settled({ kind: 'unanswered', title: `X could not say: ${said}` })
  return settled({ kind: 'wrong', finding: toFinding(status, said, by) })
}

/** The reason stands in a list beside the problem, where there is one. */
function toWords(body: JsonRecord, status: number): string {
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isRecord) : []
  const reasons = errors.flatMap((error) => textAt(error, 'message') ?? [])
  return [textAt(body, 'detail') ?? textAt(body, 'title') ?? `HTTP ${status}`, ...reasons].join(' ')
}

function toFinding(status: number, said: string, by: 'app' | 'account'): Finding {
  if (/crcvalidationfailed|crc/i.test(said)) {
    return {
      code: 'webhook_refused',
      what: `X asked the webhook for the challenge and was not satisfied: ${said}`,
      wayOut: `The consumer secret must be that of this app (${CONSOLE}, the app > Keys and tokens > API Key Secret); a client secret in the channel's secret is used in its place. The address must be https and answer within seconds.`,
    }
  }
  if (/webhooklimit|maximum number/i.test(said)) {
    return {
      code: 'webhook_elsewhere',
      what: `The X app has as many webhooks as it may have, all to other addresses: ${said}`,
      wayOut: `List them (GET https://api.x.com/2/webhooks) and delete the one that is not needed (DELETE /2/webhooks/{id}), or take an app of its own: ${CONSOLE}.`,
    }
  }
  if (status === 401) return by === 'app' ? wrongBearer(said) : wrongAccountToken(said)
  return {
    code: 'permission_missing',
    what: `X does not allow this to the ${by === 'app' ? 'app' : 'account'}: ${said}`,
    wayOut: `${CONSOLE}, the app > User authentication settings > App permissions: Read and write and Direct message. Then generate the account's access token again, because an old one keeps its old rights; the app needs a paid package for webhooks.`,
  }
}

function wrongBearer(said: string): Finding {
  return {
    code: 'token_invalid',
    what: `X does not take the bearer token: ${said}`,
    wayOut: `Take it anew, it is shown once: ${CONSOLE}, the app > Keys and tokens > Bearer Token > Regenerate.`,
  }
}

function wrongAccountToken(said: string): Finding {
  return {
    code: 'token_invalid',
    what: `X does not take the account's four keys together: ${said}`,
    wayOut: `All four belong to one app: ${CONSOLE}, the app > Keys and tokens: API Key, API Key Secret, and under Access Token and Secret > Generate the two of the account.`,
  }
}

function settled(outcome: StepOutcome): XRead {
  return { kind: 'settled', outcome }
}

export function rowsOf(body: JsonRecord): JsonRecord[] {
  return Array.isArray(body['data']) ? body['data'].filter(isRecord) : []
}
