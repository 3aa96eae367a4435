import { createHash, createHmac } from 'node:crypto'
import type { FileLinks } from '../app/media/file-links.ts'
import type { Clock } from '../app/ports.ts'
import { toContentDisposition, toFileName } from '../domain/media/file-name.ts'
import type { AwsCredentials } from './sign-request.ts'

/** Long enough to begin a download, too short to be passed on. */
const LINK_SECONDS = 900

export type FileLinksOptions = {
  bucket: string
  region: string
  /** Lambda sets them once an instance. */
  credentials: () => AwsCredentials
  /** Where S3 answers, in the place of its own address. */
  s3Url: string | null
  clock: Clock
}

/** Links to files that are open to whoever has them, for a quarter of an hour, and only to be saved. */
export function createFileLinks(options: FileLinksOptions): FileLinks {
  const { region, credentials, clock } = options
  return ({ type, name, file }) =>
    presign({
      url: toObjectUrl(options, file.key),
      query: {
        'response-content-disposition': toContentDisposition(
          toFileName({ name, type, mimeType: file.mimeType }),
        ),
        'response-content-type': file.mimeType,
      },
      region,
      credentials: credentials(),
      now: clock.now(),
      seconds: LINK_SECONDS,
    })
}

export function toObjectUrl(
  { bucket, region, s3Url }: Pick<FileLinksOptions, 'bucket' | 'region' | 's3Url'>,
  key: string,
): string {
  const base =
    s3Url === null ? `https://${bucket}.s3.${region}.amazonaws.com` : `${s3Url.replace(/\/$/, '')}/${bucket}`
  return `${base}/${key.split('/').map(encode).join('/')}`
}

export type PresignedRequest = {
  method?: 'GET' | 'PUT' | 'DELETE'
  url: string
  query: Readonly<Record<string, string>>
  region: string
  credentials: AwsCredentials
  now: Date
  seconds: number
}

/** A request of S3, a GET unless it says otherwise, with its signature in the query: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
export function presign(request: PresignedRequest): string {
  const { method = 'GET', url, query, region, credentials, now, seconds } = request
  const { host, pathname } = new URL(url)
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const parameters = {
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  }
  const search = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const canonical = [method, pathname, search, `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  )
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`)
  return `${url}?${search}&X-Amz-Signature=${hmac(key, text).toString('hex')}`
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
