import { type Finding, EXPIRY_WARNING_DAYS } from '../../domain/connection-finding.ts'
import type { Connection, ConnectInput, ConnectStep, StepOutcome } from '../connector.ts'
import type { CallMoment } from '../sender.ts'
import { toGraphCall } from './graph-call.ts'
import { readGraph, toPlain } from './graph-findings.ts'
import { isRecord, type JsonRecord, textAt } from './json-record.ts'
import { toChallengeCall } from './webhook-call.ts'

const DAY_MS = 86_400_000
/** Under this name a call finds the app's own token among its credentials. */
const APP_TOKEN = 'appToken'

/** The app and its secret, the same for every channel of Meta's. */
export const APP_INPUTS: readonly ConnectInput[] = [
  {
    key: 'appId',
    title: 'App ID',
    where: 'https://developers.facebook.com/apps, the app, App settings > Basic > App ID',
    isSecret: false,
    keptBy: 'channel',
    need: 'required',
    shape: /^\d{5,20}$/,
  },
  {
    key: 'appSecret',
    title: 'App secret',
    where: 'https://developers.facebook.com/apps, the app, App settings > Basic > App secret > Show',
    isSecret: true,
    keptBy: 'channel',
    need: 'required',
    rotates: true,
  },
  {
    key: 'verifyToken',
    title: 'Verify token',
    where: 'made up by this command where none is stored',
    isSecret: true,
    keptBy: 'channel',
    need: 'minted',
    rotates: true,
  },
]

/** A call with the app's own token: https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens */
export function toAppCall({ values }: Connection, request: Parameters<typeof toGraphCall>[0]) {
  const token = `${values['appId'] ?? ''}|${values['appSecret'] ?? ''}`
  return toGraphCall(request, { [APP_TOKEN]: token }, APP_TOKEN)
}

/** What a token of a channel must be good for. */
export type TokenNeeds = {
  tokenKey: string
  permissions: readonly string[]
  /** Where a token with them is made. */
  wayOut: string
}

/**
 * The app's secret and the token in one question, because only the app itself may ask about its tokens.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
export function tokenStep(needs: TokenNeeds): ConnectStep {
  const { tokenKey } = needs
  return {
    title: 'The app secret fits, and the token is valid and has every permission',
    look: {
      // The one call whose documented form has a token in its URL.
      toCall: (connection) =>
        toAppCall(connection, {
          method: 'GET',
          segments: ['debug_token'],
          query: { input_token: connection.values[tokenKey] ?? '' },
        }),
      readAnswer: (answer, connection, moment) => {
        const read = readGraph(answer, 'app')
        if (read.kind === 'settled') return read.outcome
        const token = read.body['data']
        return isRecord(token)
          ? judgeToken(token, needs, connection, moment)
          : { kind: 'unanswered', title: 'Meta described no token' }
      },
    },
    mend: null,
  }
}

function judgeToken(
  token: JsonRecord,
  { permissions, wayOut }: TokenNeeds,
  { values }: Connection,
  { at }: CallMoment,
): StepOutcome {
  const now = Date.parse(at)
  const app = toPlain(token['app_id'])
  // 0 is never.
  const expiresAt = Number(token['expires_at'] ?? 0) * 1000
  if (expiresAt > 0 && expiresAt <= now) {
    const what = `The token expired on ${toDay(expiresAt)}.`
    return { kind: 'wrong', finding: { code: 'token_expired', what, wayOut } }
  }
  if (token['is_valid'] !== true) {
    const reason = textAt(token['error'], 'message')
    const what = `The token is not valid${reason === null ? '' : `: ${reason.replace(/\.+$/, '')}`}.`
    return { kind: 'wrong', finding: { code: 'token_invalid', what, wayOut } }
  }
  if (app !== values['appId']) {
    const what = `The token belongs to the app ${app}, not to ${values['appId'] ?? ''}.`
    return { kind: 'wrong', finding: { code: 'token_invalid', what, wayOut } }
  }
  const granted = Array.isArray(token['scopes']) ? token['scopes'] : []
  const missing = permissions.filter((permission) => !granted.includes(permission))
  if (missing.length > 0) {
    const what = `The token lacks ${missing.join(', ')}.`
    return { kind: 'wrong', finding: { code: 'permission_missing', what, wayOut } }
  }
  if (expiresAt === 0) return { kind: 'holds', note: 'the token does not expire' }
  const note = `the token expires on ${toDay(expiresAt)}`
  const days = Math.floor((expiresAt - now) / DAY_MS)
  if (days >= EXPIRY_WARNING_DAYS) return { kind: 'holds', note }
  const what = `The token expires on ${toDay(expiresAt)}, in ${days} days.`
  return { kind: 'holds', note, warning: { code: 'token_expires_soon', what, wayOut } }
}

/** Whether Meta will find our webhook: the same question that it asks, put by ourselves first. */
export const challengeStep: ConnectStep = {
  title: 'The webhook answers the challenge',
  patient: true,
  look: {
    toCall: ({ webhookUrl, values }, { nonce }) =>
      toChallengeCall(webhookUrl, {
        'hub.mode': 'subscribe',
        'hub.verify_token': values['verifyToken'] ?? '',
        'hub.challenge': nonce,
      }),
    readAnswer: (answer, { webhookUrl }, { nonce }) => {
      if (answer.kind === 'https' && answer.status === 200 && answer.body === nonce) {
        return { kind: 'holds', note: null }
      }
      const status = answer.kind === 'https' ? answer.status : 0
      return { kind: 'absent', finding: refusedChallenge(webhookUrl, `it answered ${status}`) }
    },
  },
  mend: null,
}

export function refusedChallenge(webhookUrl: string, how: string): Finding {
  return {
    code: 'webhook_refused',
    what: `The webhook ${webhookUrl} did not answer the challenge: ${how}.`,
    wayOut:
      'Look whether the address is that of this deployment (output WebhookUrl…) and whether its webhook function can read the secret; a new verify token is known there within a minute. Then run this again.',
  }
}

/** The app's side: which object's fields go to which address. https://developers.facebook.com/docs/graph-api/reference/app/subscriptions/ */
export function appSubscriptionStep({
  object,
  fields,
}: {
  object: string
  fields: readonly string[]
}): ConnectStep {
  return {
    title: `The app sends ${object} events to the webhook`,
    look: {
      toCall: (connection) =>
        toAppCall(connection, {
          method: 'GET',
          segments: [connection.values['appId'] ?? '', 'subscriptions'],
        }),
      readAnswer: (answer, connection) => {
        const read = readGraph(answer, 'app')
        if (read.kind === 'settled') return read.outcome
        return judgeSubscription(findRow(read.body, 'object', object), connection, fields)
      },
    },
    mend: {
      toCalls: (connection) => [
        toAppCall(connection, {
          segments: [connection.values['appId'] ?? '', 'subscriptions'],
          body: {
            object,
            callback_url: connection.webhookUrl,
            verify_token: connection.values['verifyToken'] ?? '',
            // What somebody else subscribed to stays.
            fields: union(connection.facts['appFields'], fields).join(','),
          },
        }),
      ],
      readAnswer: (answer, connection) => {
        const read = readGraph(answer, 'app', connection.webhookUrl)
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judgeSubscription(
  row: JsonRecord | null,
  { webhookUrl, replaces }: Connection,
  fields: readonly string[],
): StepOutcome {
  if (row === null || row['active'] === false) {
    const wayOut = 'Run `npm run connect` for this account; it subscribes the app.'
    const what = 'The app sends these events nowhere.'
    return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut } }
  }
  const [url, has] = [textAt(row, 'callback_url') ?? '', toNames(row['fields'])]
  const learned = { appFields: has.join(',') }
  if (url !== webhookUrl) {
    const finding = elsewhere('The app', url)
    return replaces ? { kind: 'absent', finding, learned } : { kind: 'wrong', finding }
  }
  const missing = fields.filter((field) => !has.includes(field))
  if (missing.length === 0) return { kind: 'holds', note: null, learned }
  return { kind: 'absent', finding: fieldsMissing('The app', missing), learned }
}

export function elsewhere(who: string, url: string): Finding {
  return {
    code: 'webhook_elsewhere',
    what: `${who} sends its events to ${url} today.`,
    wayOut:
      'If that shall end, run `npm run connect` with --replace. Else take an app of its own for this deployment.',
  }
}

export function fieldsMissing(who: string, missing: readonly string[]): Finding {
  return {
    code: 'fields_missing',
    what: `${who} is not subscribed to ${missing.join(', ')}.`,
    wayOut: 'Run `npm run connect` for this account; it subscribes the missing ones.',
  }
}

/** The row of a list whose `key` has this value. */
export function findRow(body: JsonRecord, key: string, value: string): JsonRecord | null {
  const rows = Array.isArray(body['data']) ? body['data'].filter(isRecord) : []
  return rows.find((row) => toPlain(row[key]) === value) ?? null
}

/** Fields come as names or as objects with one. */
export function toNames(fields: unknown): string[] {
  const list: unknown[] = Array.isArray(fields) ? fields : []
  return list.flatMap((field) => (typeof field === 'string' ? field : (textAt(field, 'name') ?? [])))
}

export function union(known: string | undefined, fields: readonly string[]): string[] {
  const before = (known ?? '').split(',').filter((field) => field !== '')
  return [...new Set([...before, ...fields])]
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
