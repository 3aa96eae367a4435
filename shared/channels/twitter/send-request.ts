import { requireCredential } from '../kit/credential.ts'
import type { CallMoment, Credential, PlatformCall } from '../sender.ts'
import { findOAuth1Keys, toOAuth1Header } from './oauth1.ts'

export const X_HOSTS = { x: 'https://api.x.com' } as const

/** Name of the OAuth 2.0 user token in the channel's secret. */
export const TOKEN_KEY = 'userAccessToken'

export type XRequest = {
  method: 'GET' | 'POST' | 'PUT'
  account: string
  path: string
  query?: Readonly<Record<string, string>>
  body?: Readonly<Record<string, unknown>>
  /** In the place of a JSON body. */
  form?: { type: string; bytes: Uint8Array }
}

/** Signed with OAuth 1.0a where the account has such a token, because those do not expire; else with the OAuth 2.0 one. */
export function toXCall(request: XRequest, credential: Credential, moment: CallMoment): PlatformCall {
  const { method, account, path, query = {}, body, form } = request
  const keys = findOAuth1Keys(credential, account)
  const authorization =
    keys === null
      ? `Bearer ${requireCredential(credential, TOKEN_KEY)}`
      : toOAuth1Header({ method, url: `${X_HOSTS.x}${path}`, query }, keys, moment)
  const search = new URLSearchParams(query).toString()
  return {
    kind: 'https',
    host: 'x',
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      authorization,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(form === undefined ? {} : { 'content-type': form.type }),
    },
    body: form?.bytes ?? (body === undefined ? null : JSON.stringify(body)),
  }
}
