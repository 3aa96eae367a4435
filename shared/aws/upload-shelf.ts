import { CopyObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { UploadShelf } from '../app/media/media-ports.ts'
import type { Clock } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { toUploadKey } from '../domain/ids.ts'
import { HEAD_BYTES } from '../domain/media/file-format.ts'
import { type BucketPlace, presign, toObjectUrl } from './presign.ts'

/** Long enough for a large file over a slow line to begin. */
const LINK_SECONDS = 900

/**
 * S3 takes what a link was signed for and nothing else: these many bytes, of this digest, and once. So what was looked at
 * is what is sent.
 */
export function createUploadShelf(client: S3Client, place: BucketPlace & { clock: Clock }): UploadShelf {
  const { bucket: Bucket, region, credentials, clock } = place
  return {
    toLink: (upload) => {
      const headers = {
        'content-length': String(upload.sizeBytes),
        'content-type': upload.mimeType,
        'if-none-match': '*',
        'x-amz-checksum-sha256': Buffer.from(upload.sha256, 'hex').toString('base64'),
      }
      const now = clock.now()
      const url = presign({
        method: 'PUT',
        url: toObjectUrl(place, toUploadKey(upload)),
        query: {},
        headers,
        region,
        credentials: credentials(),
        now,
        seconds: LINK_SECONDS,
      })
      const validUntil = new Date(now.getTime() + LINK_SECONDS * 1000).toISOString()
      return { method: 'PUT', url, headers, validUntil }
    },
    look: async (key) => {
      const range = `bytes=0-${HEAD_BYTES - 1}`
      try {
        const { Body, ContentRange } = await client.send(
          new GetObjectCommand({ Bucket, Key: key, Range: range }),
        )
        const head = (await Body?.transformToByteArray()) ?? new Uint8Array()
        // `bytes 0-511/90000000`
        return { head, sizeBytes: Number(ContentRange?.split('/')[1] ?? head.byteLength) }
      } catch (error) {
        if (isAbsent(error)) return null
        throw unavailable(error)
      }
    },
    keep: async (from, to) => {
      const CopySource = `${Bucket}/${from}`
      await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource })).catch((error: unknown) => {
        throw unavailable(error)
      })
    },
  }
}

/** Without the right to list, S3 calls what is not there forbidden. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound', 'AccessDenied'].includes(error.name)
}

function unavailable(cause: unknown): AppError {
  return new AppError('bucket_unavailable', 'the bucket of files did not do what it was asked', { cause })
}
