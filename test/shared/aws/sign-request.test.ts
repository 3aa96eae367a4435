import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { signRequest } from '../../../shared/aws/sign-request.ts'

/** What the signer of the AWS SDK asks of a hash. */
class Sha256 {
  private readonly hash
  constructor(secret?: string | Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }
  update(data: string | Uint8Array): void {
    this.hash.update(data)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest())
  }
  reset(): void {}
}

const now = new Date('2026-03-01T12:34:56.789Z')
const service = 'sms-voice'
const region = 'eu-central-1'
const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Service.Operation' }

describe('a signed request', () => {
  it.each([
    ['of a user', 'https://sms-voice.eu-central-1.amazonaws.com/', undefined],
    ['of a role', 'https://sms-voice.eu-central-1.amazonaws.com/', 'session/token+1=='],
    ['below a path and at a port', 'http://127.0.0.1:4566/aws-sms/', undefined],
  ])('%s: this guarantees the signature that the AWS SDK makes', async (_, address, sessionToken) => {
    const url = new URL(address)
    const body = JSON.stringify({ MessageBody: 'Grüße – 👋' })
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    }
    const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false })
    const theirs = await signer.sign(
      {
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: {},
        headers: { ...headers, host: url.host },
        body,
      },
      { signingDate: now },
    )
    const ours = signRequest({ method: 'POST', url, headers, body }, { service, region, credentials, now })
    expect(ours['authorization']).toBe(theirs.headers['authorization'])
    expect(ours['x-amz-security-token']).toBe(sessionToken)
  })
})
