import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AwsCredentials, type SignableRequest, signRequest } from '../../../shared/aws/sign-request.ts'

const now = new Date('2026-03-01T12:34:56.789Z')
const service = 'sms-voice'
const region = 'eu-central-1'
const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Service.Operation' }

describe('a signed request', () => {
  it.each([
    ['of a user', 'https://sms-voice.eu-central-1.amazonaws.com/', undefined],
    ['of a role', 'https://sms-voice.eu-central-1.amazonaws.com/', 'session/token+1=='],
    ['below a path and at a port', 'http://127.0.0.1:4566/aws-sms/', undefined],
  ])('%s: this guarantees the signature that AWS computes', async (_, address, sessionToken) => {
    const url = new URL(address)
    const body = JSON.stringify({ MessageBody: 'Grüße – 👋' })
    const credentials = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      ...(sessionToken === undefined ? {} : { sessionToken }),
    }
    const request: SignableRequest = { method: 'POST', url, headers, body }
    const origin = { service, region, credentials, now }
    const ours = await signRequest(request, origin)
    expect(ours['authorization']).toBe(toExpectedHeaders(request, origin)['authorization'])
    expect(ours['x-amz-security-token']).toBe(sessionToken)
  })
})

/** The rule as AWS writes it down, step by step: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function toExpectedHeaders(
  { method, url, headers, body }: SignableRequest,
  {
    service,
    region,
    credentials,
    now,
  }: { service: string; region: string; credentials: AwsCredentials; now: Date },
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`
  const { sessionToken } = credentials
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-date': time,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  }
  const names = Object.keys(signed).sort()
  const canonical = [
    method,
    url.pathname,
    url.searchParams.toString(),
    ...names.map((name) => `${name}:${signed[name]?.trim() ?? ''}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const keyOf = (key: string | Buffer, part: string): Buffer =>
    createHmac('sha256', key).update(part).digest()
  const key = [time.slice(0, 8), region, service, 'aws4_request'].reduce<string | Buffer>(
    keyOf,
    `AWS4${credentials.secretAccessKey}`,
  )
  const signature = createHmac('sha256', key).update(text).digest('hex')
  const credential = `Credential=${credentials.accessKeyId}/${scope}`
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
