import { createHash, createHmac } from 'node:crypto'
import type { AwsCredentials } from './sign-request.ts'

/** Where S3 is, and who signs what it shall do. */
export type BucketPlace = {
  bucket: string
  region: string
  /** Lambda sets them once an instance. */
  credentials: () => AwsCredentials
  /** Where S3 answers, in the place of its own address. */
  s3Url: string | null
}

export type PresignedRequest = {
  method: 'GET' | 'PUT' | 'DELETE'
  url: string
  query: Readonly<Record<string, string>>
  /** Names in lower case: whoever uses the link must send these, and S3 refuses anything else. */
  headers?: Readonly<Record<string, string>>
  region: string
  credentials: AwsCredentials
  now: Date
  seconds: number
}

export function toObjectUrl({ bucket, region, s3Url }: BucketPlace, key: string): string {
  const base =
    s3Url === null ? `https://${bucket}.s3.${region}.amazonaws.com` : `${s3Url.replace(/\/$/, '')}/${bucket}`
  return `${base}/${key.split('/').map(encode).join('/')}`
}

/** A request to S3 with its signature in the query: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export function presign(request: PresignedRequest): string {
  const { method, url, query, headers = {}, region, credentials, now, seconds } = request
  const { host, pathname } = new URL(url)
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const signed = Object.entries({ ...headers, host }).sort(([left], [right]) => (left < right ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const parameters = {
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': names,
  }
  const search = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const lines = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  const text = [method, pathname, search, lines, names, 'UNSIGNED-PAYLOAD'].join('\n')
  const digest = createHash('sha256').update(text).digest('hex')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`)
  return `${url}?${search}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** RFC 3986 escapes more than JavaScript does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
