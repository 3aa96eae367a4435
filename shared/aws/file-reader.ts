import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { FileReader } from '../app/media/media-ports.ts'
import { AppError } from '../domain/errors.ts'

export function createFileReader(client: S3Client, bucket: string): FileReader {
  return { open: (key) => read(client, { Bucket: bucket, Key: key }) }
}

async function* read(client: S3Client, place: { Bucket: string; Key: string }): AsyncGenerator<Uint8Array> {
  try {
    const { Body } = await client.send(new GetObjectCommand(place))
    if (Body === undefined) return
    for await (const chunk of Body as AsyncIterable<Uint8Array>) yield chunk
  } catch (cause) {
    throw new AppError('bucket_unavailable', 'a file of the bucket could not be read', { cause })
  }
}
