import { createHash, createHmac } from 'node:crypto'

export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export type SignableRequest = {
  method: 'POST'
  url: URL
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
}

/** Headers with the signature of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function signRequest(
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
