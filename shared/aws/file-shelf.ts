import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { FileInterrupted } from '../app/media/file-interrupted.ts'
import type { FileShelf } from '../app/media/media-ports.ts'
import { AppError } from '../domain/errors.ts'

/** At least 5 MB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. All of a file that is ever in memory. */
const PART_BYTES = 8 * 1024 * 1024

/** S3. A file of one part is put at once; of a larger one, part by part, nothing is there until all are. */
export function createFileShelf(client: S3Client, bucket: string): FileShelf {
  const upload = async (
    place: { Bucket: string; Key: string },
    mimeType: string,
    parts: AsyncGenerator<Buffer>,
    first: Buffer,
  ): Promise<void> => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...place, ContentType: mimeType }),
    )
    const uploaded: CompletedPart[] = []
    const send = async (Body: Buffer): Promise<void> => {
      const PartNumber = uploaded.length + 1
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }))
      uploaded.push({ PartNumber, ETag })
    }
    try {
      await send(first)
      for await (const part of parts) await send(part)
      const MultipartUpload = { Parts: uploaded }
      await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }))
    } catch (error) {
      // Parts that nothing completes are paid for; a rule of the bucket takes those that this cannot.
      await client.send(new AbortMultipartUploadCommand({ ...place, UploadId })).catch(() => undefined)
      throw error
    }
  }

  const removeBelow = async (prefix: string): Promise<void> => {
    for (;;) {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
      )
      if (Contents.length === 0) return
      const Delete = { Objects: Contents.map(({ Key }) => ({ Key })) }
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }))
      if (Errors.length > 0) throw new Error(`${Errors.length} objects were not deleted`)
    }
  }

  return {
    keep: async (key, { mimeType, chunks }) => {
      const place = { Bucket: bucket, Key: key }
      const parts = toParts(chunks)
      try {
        const next = await parts.next()
        const first = next.done === true ? Buffer.alloc(0) : next.value
        if (first.byteLength < PART_BYTES) {
          await client.send(new PutObjectCommand({ ...place, ContentType: mimeType, Body: first }))
        } else await upload(place, mimeType, parts, first)
      } catch (error) {
        throw error instanceof FileInterrupted ? error : unavailable(error)
      } finally {
        await parts.return(undefined)
      }
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
        throw unavailable(error)
      })
    },
    removeBelow: (prefix) =>
      removeBelow(prefix).catch((error: unknown) => {
        throw unavailable(error)
      }),
  }
}

/** Pieces of one size, the last may be smaller. Each stands in the same memory: asked for the next one, it is overwritten. */
async function* toParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  const buffer = Buffer.allocUnsafe(PART_BYTES)
  let filled = 0
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.byteLength;) {
      const piece = chunk.subarray(taken, taken + PART_BYTES - filled)
      buffer.set(piece, filled)
      taken += piece.byteLength
      filled += piece.byteLength
      if (filled < PART_BYTES) continue
      yield buffer
      filled = 0
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
  return undefined
}

function unavailable(cause: unknown): AppError {
  return new AppError('bucket_unavailable', 'the bucket of files did not do what it was asked', { cause })
}
