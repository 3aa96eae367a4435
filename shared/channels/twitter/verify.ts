import type { ChannelSecret, VerifyOutcome, WebhookRequest } from '../contract.ts'
import { equalsConstantTime, signingSecrets, verifyWithSecrets } from '../kit/signing-secrets.ts'
import { isChallenge, signX } from './crc.ts'

const SIGNATURE = /^sha256=[A-Za-z0-9+/]{43}=$/

/**
 * Two headers, one a kind of secret: apps that have only an OAuth 2.0 client secret get the first alone, older apps the
 * second, and some get both. https://docs.x.com/x-api/webhooks/introduction#signature-headers
 */
const SIGNATURES = [
  { header: 'x-twitter-webhooks-signature-oauth2', key: 'clientSecret' },
  { header: 'x-twitter-webhooks-signature', key: 'consumerSecret' },
] as const

/** HMAC-SHA256 over the raw body in base64, by any secret that is stored. */
export function verifyX(request: WebhookRequest, secret: ChannelSecret): VerifyOutcome {
  const stored = SIGNATURES.filter(({ key }) => secret[key])
  if (stored.length === 0) signingSecrets(secret, 'consumerSecret')
  if (isChallenge(request.body)) return { kind: 'rejected', reason: 'challenge_as_event' }
  let outcome: VerifyOutcome = { kind: 'rejected', reason: 'signature_absent' }
  for (const { header, key } of stored) {
    const signature = request.headers[header]
    if (signature === undefined) continue
    outcome = verifySignature(request.body, signature, signingSecrets(secret, key))
    if (outcome.kind === 'verified') break
  }
  return outcome
}

/** Compared as text: the last base64 digit has bits that no byte depends on. */
function verifySignature(
  body: Uint8Array,
  signature: string,
  secrets: ReturnType<typeof signingSecrets>,
): VerifyOutcome {
  if (!SIGNATURE.test(signature)) return { kind: 'rejected', reason: 'signature_malformed' }
  return verifyWithSecrets(secrets, (key) => equalsConstantTime(signX(key, body), signature))
}
