import { createHmac } from 'node:crypto'
import type { ChannelSecret, HandshakeOutcome, VerifyOutcome, WebhookRequest } from '../contract.ts'
import { decodeForm } from './decode-body.ts'
import { equalsConstantTime, signingSecrets, verifyWithSecrets } from './signing-secrets.ts'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/

/** `X-Hub-Signature-256`: HMAC-SHA256 of the raw body with the app's secret, as hex. The older SHA-1 header is not looked at. */
export function verifyMetaSignature(request: WebhookRequest, secret: ChannelSecret): VerifyOutcome {
  const secrets = signingSecrets(secret, 'appSecret')
  const header = request.headers['x-hub-signature-256']
  if (header === undefined) return { kind: 'rejected', reason: 'signature_absent' }
  const hex = SIGNATURE.exec(header)?.[1]
  if (hex === undefined) return { kind: 'rejected', reason: 'signature_malformed' }
  const signature = Buffer.from(hex, 'hex')
  return verifyWithSecrets(secrets, (key) =>
    equalsConstantTime(createHmac('sha256', key).update(request.body).digest(), signature),
  )
}

/** Meta's subscription check: the verify token must be ours, the challenge goes back as plain text. */
export function answerMetaChallenge(request: WebhookRequest, secret: ChannelSecret): HandshakeOutcome {
  const tokens = signingSecrets(secret, 'verifyToken')
  const query = decodeForm(request.rawQuery)
  const challenge = query.get('hub.challenge')?.[0]
  const token = query.get('hub.verify_token')?.[0]
  if (query.get('hub.mode')?.[0] !== 'subscribe' || challenge === undefined || token === undefined) {
    return { kind: 'rejected', reason: 'challenge_malformed' }
  }
  const outcome = verifyWithSecrets(tokens, (expected) => equalsConstantTime(expected, token))
  return outcome.kind === 'verified'
    ? { kind: 'answered', contentType: 'text/plain', body: challenge }
    : { kind: 'rejected', reason: 'verify_token_mismatch' }
}
