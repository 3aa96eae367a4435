import { createHash, createHmac } from 'node:crypto'
import { LOCAL_CREDENTIALS } from '../../local-account.ts'
import type { Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import { s3Error } from './s3-error.ts'

const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** What is wrong with a request by a link; null: nothing, or it is none by a link. */
export function checkLink(request: AwsRequest): Answer | null {
  const query = toQuery(request)
  const signature = query.get('X-Amz-Signature')
  if (signature === null) return null
  const signedAt = toInstant(query.get('X-Amz-Date'))
  const seconds = Number(query.get('X-Amz-Expires'))
  if (signedAt === null || !(seconds > 0)) {
    return s3Error('AuthorizationQueryParametersError', 'The query does not say when it was signed', 400)
  }
  if (Date.now() > signedAt.getTime() + seconds * 1000) {
    return s3Error('AccessDenied', 'Request has expired', 403)
  }
  return signature === toSignature(request, query)
    ? null
    : s3Error('SignatureDoesNotMatch', 'The request is not the one that was signed', 403)
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html: of the request as it came. */
function toSignature({ method, path, headers }: AwsRequest, query: URLSearchParams): string {
  const [name = '', search = ''] = path.split('?')
  const signedHeaders = query.get('X-Amz-SignedHeaders') ?? ''
  const lines = signedHeaders.split(';').map((each) => `${each}:${String(headers[each] ?? '')}\n`)
  const parameters = search.split('&').filter((each) => !each.startsWith('X-Amz-Signature='))
  const canonical = [
    method,
    name,
    parameters.sort().join('&'),
    lines.join(''),
    signedHeaders,
    'UNSIGNED-PAYLOAD',
  ]
  const digest = createHash('sha256').update(canonical.join('\n')).digest('hex')
  const [, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/')
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date') ?? '', scope.join('/'), digest].join('\n')
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${LOCAL_CREDENTIALS.secretAccessKey}`)
  return hmac(key, text).toString('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function toQuery({ path }: AwsRequest): URLSearchParams {
  return new URL(path, 'http://localhost').searchParams
}

function toInstant(text: string | null): Date | null {
  const [, year, month, day, hour, minute, second] = DATE.exec(text ?? '') ?? []
  return second === undefined ? null : new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
