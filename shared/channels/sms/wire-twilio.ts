import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { WireRandom, WireRequest } from '../wire.ts'
import { channel } from './index.ts'

const HEX = '0123456789abcdef'

/** The parameters of one form. Twilio repeats no name. */
export type TwilioForm = Readonly<Record<string, string>>

export const TWILIO_ACCOUNT_SID = 'AC00000000000000000000000000000010'

export function createMessageSid(random: WireRandom): string {
  return `SM${random.characters(HEX, 32)}`
}

export function toMessageForm(of: {
  sid: string
  from: string
  to: string
  text: string
  more?: TwilioForm
}): TwilioForm {
  const { sid, from, to, text, more = {} } = of
  return {
    ToCountry: 'US',
    SmsMessageSid: sid,
    NumMedia: '0',
    SmsSid: sid,
    SmsStatus: 'received',
    Body: text,
    To: to,
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: TWILIO_ACCOUNT_SID,
    From: from,
    ApiVersion: '2010-04-01',
    ...more,
  }
}

/** A status callback about a message from us (`from`) to a customer. */
export function toStatusForm(of: { sid: string; from: string; to: string; status: string }): TwilioForm {
  const { sid, from, to, status } = of
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    To: to,
    From: from,
    AccountSid: TWILIO_ACCOUNT_SID,
    ApiVersion: '2010-04-01',
  }
}

export function signTwilio(
  form: string | TwilioForm,
  inboxUrl: string,
  authToken = channel.manifest.secret.local['authToken'] ?? '',
): WireRequest {
  const url = `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`
  const text = typeof form === 'string' ? form : new URLSearchParams(form).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': getExpectedTwilioSignature(authToken, url, toParameters(text)),
  }
  return { url, headers, body: Buffer.from(text) }
}

/** As Twilio's library decodes them before it signs: a name that is there twice has a list. */
function toParameters(form: string): Record<string, string | string[]> {
  const decoded = new URLSearchParams(form)
  const names = [...new Set(decoded.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const [value = '', ...others] = decoded.getAll(name)
      return [name, others.length > 0 ? [value, ...others] : value]
    }),
  )
}
