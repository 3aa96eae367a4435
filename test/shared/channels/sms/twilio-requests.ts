import { createHash } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { channel } from '../../../../shared/channels/sms/index.ts'
import type { WebhookRequest } from '../../../../shared/channels/contract.ts'
import type { Envelope } from '../../../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'

export const WEBHOOK_URL = 'https://inbox.example.com/webhooks/sms'
export const AUTH_TOKEN = 'local-twilio-auth-token'

export type Parameters = Readonly<Record<string, string | string[]>>

export function toForm(parameters: Parameters): string {
  const form = new URLSearchParams()
  for (const [name, values] of Object.entries(parameters)) {
    for (const value of [values].flat()) form.append(name, value)
  }
  return form.toString()
}

/** A form as Twilio would send it: signed by the vendor's own function, over the parameters as its library decodes them. */
export function signForm(
  form: string,
  authToken = AUTH_TOKEN,
  url = WEBHOOK_URL,
  signedUrl = url,
): WebhookRequest {
  const parameters: Record<string, string | string[]> = {}
  const decoded = new URLSearchParams(form)
  for (const name of decoded.keys()) {
    const values = decoded.getAll(name)
    parameters[name] = values.length > 1 ? values : (values[0] ?? '')
  }
  const signature = getExpectedTwilioSignature(authToken, signedUrl, parameters)
  return toRequest(Buffer.from(form), signature, url)
}

/** A body that is no form, as Twilio signs it: over the URL, which carries the body's hash. */
export function signJson(body: string, authToken = AUTH_TOKEN): WebhookRequest {
  const hash = createHash('sha256').update(body).digest('hex')
  const url = `${WEBHOOK_URL}?bodySHA256=${hash}`
  return toRequest(Buffer.from(body), getExpectedTwilioSignature(authToken, url, {}), url)
}

export function toRequest(body: Uint8Array, signature: string, url = WEBHOOK_URL): WebhookRequest {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    url,
    rawQuery: url.split('?')[1] ?? '',
    body,
  }
}

/** From signed webhook to what the channel makes of it. Fails where the signature does. */
export function receive(request: WebhookRequest): {
  envelope: Envelope
  group: string
  events: InboundEvent[]
} {
  const outcome = channel.verify(request, { authToken: AUTH_TOKEN })
  if (outcome.kind !== 'verified') throw new Error(`not verified: ${outcome.reason}`)
  const { envelopes, uncut } = channel.cut(request)
  const [cut] = envelopes
  if (cut === undefined || envelopes.length !== 1 || uncut.length !== 0) {
    throw new Error(`expected one envelope, got ${envelopes.length} and ${uncut.length} uncut`)
  }
  const { group, ...rest } = cut
  const envelope: Envelope = { version: 1, source: 'sms', receivedAt: '2026-11-22T12:00:00.000Z', ...rest }
  return { envelope, group, events: channel.parse(envelope) }
}

/** The form in a captured file, which holds it as text, as base64 or as JSON parameters; signed as Twilio would. */
export function toCapturedRequest(file: string, bytes: Uint8Array): WebhookRequest {
  const text = Buffer.from(bytes).toString('utf8').trim()
  if (file.endsWith('.base64.txt')) return signForm(Buffer.from(text, 'base64').toString('utf8'))
  return signForm(file.endsWith('.json') ? toForm(JSON.parse(text) as Record<string, string>) : text)
}
