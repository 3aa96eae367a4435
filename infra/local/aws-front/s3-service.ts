import { xmlErrorAnswer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'
import type { Handle } from './aws-server.ts'
import type { Forward } from './forward.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: how a link says that its answer shall be called. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-content-disposition': 'content-disposition',
}

/** What the emulator leaves out: links expire, and name the headers of what they lead to. Their signature is not checked. */
export function createS3Service(forward: Forward): Handle {
  return async (request) => {
    const { searchParams } = new URL(request.path, 'http://localhost')
    if (isExpired(searchParams)) return xmlErrorAnswer('AccessDenied', 'Request has expired', 403)
    const answer = await forward(withoutSignature(request))
    if (request.method !== 'GET' || answer.status !== 200) return answer
    const named = Object.entries(OVERRIDES).flatMap(([parameter, header]) => {
      const value = searchParams.get(parameter)
      return value === null ? [] : [[header, value] as const]
    })
    return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(named) } }
  }
}

function isExpired(query: URLSearchParams): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? []
  if (second === undefined) return false
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Date.now() > signedAt + Number(query.get('X-Amz-Expires')) * 1000
}

function withoutSignature(request: AwsRequest): AwsRequest {
  if (!request.path.includes('X-Amz-Signature=')) return request
  return { ...request, path: request.path.split('?', 1)[0] ?? request.path }
}
