import { createHmac } from 'node:crypto'
import type { ChannelSecret, VerifyOutcome, WebhookRequest } from '../../../shared/channels/contract.ts'
import {
  equalsConstantTime,
  signingSecrets,
  verifyWithSecrets,
} from '../../../shared/channels/kit/signing-secrets.ts'

const SEAL = /^[0-9a-f]{64}$/

/** `X-Pigeon-Seal`: HMAC-SHA256 of the raw body, as hex. */
export function verifySeal(request: WebhookRequest, secret: ChannelSecret): VerifyOutcome {
  const secrets = signingSecrets(secret, 'sealKey')
  const seal = request.headers['x-pigeon-seal']
  if (seal === undefined) return { kind: 'rejected', reason: 'signature_absent' }
  if (!SEAL.test(seal)) return { kind: 'rejected', reason: 'signature_malformed' }
  return verifyWithSecrets(secrets, (key) =>
    equalsConstantTime(createHmac('sha256', key).update(request.body).digest('hex'), seal),
  )
}
