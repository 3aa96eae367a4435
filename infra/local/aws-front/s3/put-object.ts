import { createHash } from 'node:crypto'
import type { Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import type { Forward } from '../forward.ts'
import { s3Error } from './s3-error.ts'

const PART_BYTES = 8 * 1024 * 1024

/**
 * What the emulator leaves out of a PUT: it takes 11 MB where S3 takes 5 GB, and looks neither at conditions nor at digests.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export async function putObject(request: AwsRequest, forward: Forward): Promise<Answer> {
  const { headers, body } = request
  const digest = headers['x-amz-checksum-sha256']
  if (digest !== undefined && digest !== createHash('sha256').update(body).digest('base64')) {
    return s3Error('BadDigest', 'The SHA256 you specified did not match the calculated checksum.', 400)
  }
  if (headers['if-none-match'] === '*' && (await isThere(request, forward))) {
    return s3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
  }
  return body.byteLength > PART_BYTES ? putInParts(request, forward) : forward(request)
}

async function isThere(request: AwsRequest, forward: Forward): Promise<boolean> {
  const answer = await forward({ ...request, method: 'HEAD', headers: {}, body: Buffer.alloc(0) })
  return answer.status === 200
}

async function putInParts(request: AwsRequest, forward: Forward): Promise<Answer> {
  const { path, body } = request
  const [plain = path] = path.split('?', 1)
  const type = request.headers['content-type']
  const send = (method: string, query: string, part: Buffer, headers: AwsRequest['headers'] = {}) =>
    forward({ ...request, method, path: `${plain}?${query}`, headers, body: part })
  const begun = await send(
    'POST',
    'uploads',
    Buffer.alloc(0),
    type === undefined ? {} : { 'content-type': type },
  )
  const id = /<UploadId>([^<]+)<\/UploadId>/.exec(begun.body.toString())?.[1]
  if (id === undefined) return begun
  const parts: string[] = []
  for (let at = 0; at < body.byteLength; at += PART_BYTES) {
    const number = parts.length + 1
    const answer = await send(
      'PUT',
      `partNumber=${number}&uploadId=${encodeURIComponent(id)}`,
      body.subarray(at, at + PART_BYTES),
    )
    parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${answer.headers['etag'] ?? ''}</ETag></Part>`)
  }
  const list = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
  return send('POST', `uploadId=${encodeURIComponent(id)}`, Buffer.from(list), {
    'content-type': 'application/xml',
  })
}
