import { wire } from '../../../shared/channels/sms/wire.ts'
import type { PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { toTwilioError } from './twilio-errors.ts'

/** What stands in Twilio's console before anybody connects anything. Public on purpose, as the local secrets are. */
export type TwilioWorld = { accounts: TwilioAccount[]; numbers: TwilioNumber[]; services: TwilioService[] }

export type TwilioAccount = { sid: string; authToken: string; status: 'active' | 'suspended' }

export type TwilioNumber = {
  sid: string
  account: string
  phoneNumber: string
  smsUrl: string
  smsMethod: string
  smsApplicationSid: string
  canText: boolean
}

export type TwilioService = {
  sid: string
  account: string
  inboundRequestUrl: string | null
  inboundMethod: string
  statusCallback: string | null
  useInboundWebhookOnNumber: boolean
}

export const LOCAL_ACCOUNT = `AC${'0'.repeat(32)}`
export const SUSPENDED_ACCOUNT = `AC${'5'.repeat(32)}`
export const OTHER_ACCOUNT = `AC${'9'.repeat(32)}`
/** Of the same account, and answered by a TwiML app. */
export const TAKEN_NUMBER = '+15005550011'
export const VOICE_NUMBER = '+15005550012'
/** Another account's. */
export const OTHER_NUMBER = '+15005550099'
export const LOCAL_SERVICE = `MG${'0'.repeat(32)}`

export function createTwilioWorld(): TwilioWorld {
  return {
    accounts: [
      { sid: LOCAL_ACCOUNT, authToken: 'local-twilio-auth-token', status: 'active' },
      { sid: SUSPENDED_ACCOUNT, authToken: 'suspended-twilio-auth-token', status: 'suspended' },
      { sid: OTHER_ACCOUNT, authToken: 'other-twilio-auth-token', status: 'active' },
    ],
    numbers: [
      number(LOCAL_ACCOUNT, wire.account, '0'),
      { ...number(LOCAL_ACCOUNT, TAKEN_NUMBER, '1'), smsApplicationSid: `AP${'1'.repeat(32)}` },
      { ...number(LOCAL_ACCOUNT, VOICE_NUMBER, '2'), canText: false },
      number(OTHER_ACCOUNT, OTHER_NUMBER, '9'),
    ],
    services: [
      {
        sid: LOCAL_SERVICE,
        account: LOCAL_ACCOUNT,
        inboundRequestUrl: null,
        inboundMethod: 'POST',
        statusCallback: null,
        useInboundWebhookOnNumber: false,
      },
    ],
  }
}

function number(account: string, phoneNumber: string, digit: string): TwilioNumber {
  const addresses = { smsUrl: '', smsMethod: 'POST', smsApplicationSid: '' }
  return { sid: `PN${digit.repeat(32)}`, account, phoneNumber, canText: true, ...addresses }
}

/** Whose SID and token these are; null for anything else. Keys may not change numbers here. */
export function findCaller({ accounts }: TwilioWorld, request: PlatformRequest): TwilioAccount | null {
  const encoded = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? ''
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return accounts.find(({ sid, authToken }) => sid === user && authToken === password.join(':')) ?? null
}

export function formOf({ headers, body }: PlatformRequest): URLSearchParams {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  return new URLSearchParams(isForm ? body.toString('utf8') : '')
}

/** An address that Twilio would not take; the empty one clears. */
export function isBadUrl(url: string | null): boolean {
  return url !== null && url !== '' && !URL.canParse(url)
}

export function toTwilioJson(body: unknown): PlatformAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}

export function refuseTwilio(code: 20003 | 20404 | 21502): PlatformAnswer {
  return toTwilioError(code)
}
