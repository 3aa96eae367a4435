import { AppError } from '../../domain/errors.ts'
import { requireCredential } from '../kit/credential.ts'
import type { Credential, PlatformCall } from '../sender.ts'

export const TWILIO_HOSTS = { twilio: 'https://api.twilio.com' } as const

/** An API key can be withdrawn alone; the auth token also signs the webhooks. */
export const TWILIO_CREDENTIALS = [
  ['accountSid', 'apiKey', 'apiKeySecret'],
  ['accountSid', 'authToken'],
] as const

/** `query` of a GET, `form` of a POST to the account's messages. */
export type MessagesRequest = { query: Record<string, string> } | { form: [string, string][] }

/** https://www.twilio.com/docs/messaging/api/message-resource */
export function toMessagesCall(request: MessagesRequest, credential: Credential): PlatformCall {
  const accountSid = requireCredential(credential, 'accountSid')
  const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
  const headers = { authorization: toBasic(accountSid, credential) }
  if ('query' in request) {
    const search = new URLSearchParams(request.query).toString()
    return { kind: 'https', host: 'twilio', method: 'GET', path: `${path}?${search}`, headers, body: null }
  }
  const body = new URLSearchParams(request.form).toString()
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  return { kind: 'https', host: 'twilio', method: 'POST', path, headers: form, body }
}

export function toBasic(accountSid: string, credential: Credential): string {
  const { apiKey = '', apiKeySecret = '' } = credential
  if ((apiKey === '') !== (apiKeySecret === '')) {
    throw new AppError('channel_secret_missing', "the channel's secret has one half of the Twilio API key")
  }
  const [user, password] =
    apiKey === '' ? [accountSid, requireCredential(credential, 'authToken')] : [apiKey, apiKeySecret]
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
