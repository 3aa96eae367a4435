import type { AwsRequest } from '../aws-request.ts'
import type { Handle } from '../aws-server.ts'
import type { Forward } from '../forward.ts'
import { checkLink } from './check-link.ts'
import { putObject } from './put-object.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: how a link says that its answer shall be called. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-content-disposition': 'content-disposition',
}

/** What the emulator leaves out: links that are signed and expire, what they call the answer, and conditions of a PUT. */
export function createS3Service(forward: Forward): Handle {
  return async (request) => {
    const refused = checkLink(request)
    if (refused !== null) return refused
    const { searchParams } = new URL(request.path, 'http://localhost')
    const plain = withoutSignature(request)
    if (isWholeObject(plain)) return putObject(plain, forward)
    const answer = await forward(plain)
    if (request.method !== 'GET' || answer.status !== 200) return answer
    const named = Object.entries(OVERRIDES).flatMap(([parameter, header]) => {
      const value = searchParams.get(parameter)
      return value === null ? [] : [[header, value] as const]
    })
    return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(named) } }
  }
}

/** Neither a part of one, nor a copy. The SDK's own chunked bodies hold more than the object. */
function isWholeObject({ method, path, headers }: AwsRequest): boolean {
  const isOther =
    path.includes('uploadId=') ||
    headers['x-amz-copy-source'] !== undefined ||
    String(headers['content-encoding'] ?? '').includes('aws-chunked')
  return method === 'PUT' && !isOther
}

function withoutSignature(request: AwsRequest): AwsRequest {
  if (!request.path.includes('X-Amz-Signature=')) return request
  return { ...request, path: request.path.split('?', 1)[0] ?? request.path }
}
