import { createHmac } from 'node:crypto'
import type { CallMoment, Credential } from '../sender.ts'

/** Names of the keys that a signature needs. */
export const OAUTH1_KEYS = ['consumerKey', 'consumerSecret', 'oauth1Token', 'oauth1TokenSecret'] as const

export type OAuth1Keys = Record<(typeof OAUTH1_KEYS)[number], string>

/** null unless all four are there and the token is this account's: such tokens begin with the id of their user. */
export function findOAuth1Keys(credential: Credential, account: string): OAuth1Keys | null {
  const { consumerKey, consumerSecret, oauth1Token, oauth1TokenSecret } = credential
  if (!consumerKey || !consumerSecret || !oauth1Token || !oauth1TokenSecret) return null
  if (!oauth1Token.startsWith(`${account}-`)) return null
  return { consumerKey, consumerSecret, oauth1Token, oauth1TokenSecret }
}

export type SignedRequest = { method: string; url: string; query: Readonly<Record<string, string>> }

/**
 * The `Authorization` header: HMAC-SHA1 over method, URL, query and these parameters; a JSON body is not part of it.
 * https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature
 */
export function toOAuth1Header(
  { method, url, query }: SignedRequest,
  keys: OAuth1Keys,
  { at, nonce }: CallMoment,
): string {
  const parameters = {
    oauth_consumer_key: keys.consumerKey,
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(Date.parse(at) / 1000)),
    oauth_token: keys.oauth1Token,
    oauth_version: '1.0',
  }
  const signed = toPairs({ ...query, ...parameters })
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const base = [method, url, signed].map(encode).join('&')
  const key = `${encode(keys.consumerSecret)}&${encode(keys.oauth1TokenSecret)}`
  const signature = createHmac('sha1', key).update(base).digest('base64')
  const fields = toPairs({ ...parameters, oauth_signature: signature })
  return `OAuth ${fields.map(([name, value]) => `${name}="${value}"`).join(', ')}`
}

/** Encoded first, then in order of their bytes. */
function toPairs(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values)
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

/** RFC 3986 escapes more than JavaScript does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
