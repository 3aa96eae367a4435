import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { channel } from '../../shared/channels/sms/index.ts'
import type { Random } from '../support/random.ts'
import type { Wire, WireRequest } from './wire.ts'

const HEX = '0123456789abcdef'

/** The parameters of one form. Twilio repeats no name. */
export type TwilioForm = Readonly<Record<string, string>>

export const TWILIO_ACCOUNT_SID = 'AC00000000000000000000000000000010'

export const smsWire: Wire = {
  account: '+15005550010',
  createCustomer: (random) => `+1500555${random.characters('0123456789', 4)}`,
  createMessageId: (random) => createMessageSid(random),
  toTextRequest: ({ id, account, customer, text }, inboxUrl) =>
    signTwilio(toMessageForm({ sid: id, from: customer, to: account, text }), inboxUrl),
}

export function createMessageSid(random: Random): string {
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

export function signTwilio(form: TwilioForm, inboxUrl: string): WireRequest {
  const url = `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`
  const authToken = channel.manifest.secret.local['authToken'] ?? ''
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, { ...form }),
    },
    body: Buffer.from(new URLSearchParams(form).toString()),
  }
}
