import { createHmac } from 'node:crypto'
import type { ChannelSecret, HandshakeOutcome, WebhookRequest } from '../contract.ts'
import { decodeForm } from '../kit/decode-body.ts'
import { signingSecrets } from '../kit/signing-secrets.ts'

/**
 * The challenge is signed like an event, with the same key, and anyone may ask: nothing that could be an event is signed.
 * https://github.com/vercel/chat/pull/775
 */
const TOKEN = /^[A-Za-z0-9+/=_-]{16,128}$/
const TOKEN_LENGTH_MAX = 128

/** Challenge-response check: https://docs.x.com/x-api/webhooks/quickstart. Signs with the current secret only. */
export function answerCrc(request: WebhookRequest, secret: ChannelSecret): HandshakeOutcome {
  const key = crcKey(secret)
  // A token has no spaces: one that was sent with a bare plus sign would get them by decoding.
  const token = decodeForm(request.rawQuery).get('crc_token')?.[0]?.replaceAll(' ', '+')
  if (token === undefined) return { kind: 'rejected', reason: 'challenge_absent' }
  if (!TOKEN.test(token)) return { kind: 'rejected', reason: 'challenge_malformed' }
  const body = JSON.stringify({ response_token: signX(key, token) })
  return { kind: 'answered', contentType: 'application/json', body }
}

/** `sha256=` and base64, for challenges and events alike. */
export function signX(key: string, message: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', key).update(message).digest('base64')}`
}

/** Whether a stranger could have had this body signed by asking for a challenge. */
export function isChallenge(body: Uint8Array): boolean {
  return body.byteLength <= TOKEN_LENGTH_MAX && TOKEN.test(Buffer.from(body).toString('latin1'))
}

/** X asks with the OAuth 2.0 client secret where the app has one: https://docs.x.com/x-api/webhooks/introduction#signature-headers */
function crcKey(secret: ChannelSecret): string {
  const key = secret['clientSecret'] ? 'clientSecret' : 'consumerSecret'
  return signingSecrets(secret, key).current
}
