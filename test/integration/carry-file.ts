import { S3Client } from '@aws-sdk/client-s3'
import { keepFile } from '../../shared/app/media/keep-file.ts'
import { createFileShelf } from '../../shared/aws/file-shelf.ts'
import { createFileSource } from '../../shared/aws/file-source.ts'
import type { FetchOutcome } from '../../shared/domain/media/decide-fetched.ts'

/** Carries the file at one address into the S3 at another. */
export async function carryFile(sourceUrl: string, s3Url: string): Promise<FetchOutcome> {
  const times = { answerTimeoutMs: 10_000, pauseTimeoutMs: 10_000, fileTimeoutMs: 60_000 }
  const source = createFileSource({ bases: { files: sourceUrl }, ...times })
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new S3Client({ endpoint: s3Url, region: 'us-east-1', forcePathStyle: true, credentials })
  const request = { at: { url: sourceUrl }, headers: {} }
  const opened = await source.open(request, { hosts: {}, fileHosts: [] })
  if (opened.kind !== 'opened') throw new Error(opened.kind)
  const attachment = { type: 'file', mimeType: 'application/pdf' } as const
  const file = { chunks: opened.file.chunks, key: 'a/1/att_1', sizeBytesMax: 100 * 1024 * 1024 }
  return keepFile(createFileShelf(client, 'files'), attachment, file)
}
