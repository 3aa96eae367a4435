import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { findChannel } from '../../../shared/channels/registry.ts'
import type { Delivery, Fate } from '../emulator.ts'
import type { StoredMessage } from './message-resource.ts'
import { TWILIO_ERRORS } from './twilio-errors.ts'

/** The number that a Messaging Service sends from. */
const POOL_NUMBER = '+15005550006'

/**
 * One call for each status after the one that the request was answered with. Without a `StatusCallback`: none.
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function toCallbacks(message: StoredMessage, callback: string | null, fate: Fate): Delivery[] {
  if (callback === null) return []
  const started = message.messagingServiceSid === null ? ['sent'] : ['queued', 'sent']
  if (fate.failsWith === null)
    return [...started, 'delivered'].map((status) => toCallback(message, callback, status, null))
  const code = Number(fate.failsWith)
  // What was never handed to a carrier has failed; what a carrier did not deliver is undelivered.
  const last = code >= 30_003 && code <= 30_008 ? [...started, 'undelivered'] : ['failed']
  message.errorCode = code
  message.errorMessage = TWILIO_ERRORS.find((row) => row.code === code)?.message ?? null
  return last.map((status) => toCallback(message, callback, status, status === last.at(-1) ? code : null))
}

/** Twilio tries again only where nobody answers at all: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
function toCallback(message: StoredMessage, callback: string, status: string, code: number | null): Delivery {
  const { sid, accountSid, messagingServiceSid, from, to } = message
  const form: Record<string, string> = {
    SmsSid: sid,
    SmsStatus: status,
    MessageStatus: status,
    To: to,
    ...(messagingServiceSid === null ? {} : { MessagingServiceSid: messagingServiceSid }),
    MessageSid: sid,
    AccountSid: accountSid,
    From: from ?? POOL_NUMBER,
    ApiVersion: '2010-04-01',
    ...(code === null ? {} : { ErrorCode: String(code) }),
  }
  message.status = status
  const secret = findChannel('sms')?.manifest.secret.local['authToken'] ?? ''
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'i-twilio-idempotency-token': `${sid}-${status}`,
    'x-twilio-signature': getExpectedTwilioSignature(secret, callback, form),
  }
  const body = Buffer.from(new URLSearchParams(form).toString())
  return { label: status, retries: 1, request: { url: callback, headers, body } }
}
