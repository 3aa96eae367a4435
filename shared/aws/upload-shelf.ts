import type { UploadShelf } from '../app/media/media-ports.ts'
import { toUploadKey } from '../domain/ids.ts'
import { HEAD_BYTES } from '../domain/media/file-format.ts'
import { type BucketOptions, callBucket } from './call-bucket.ts'
import { presign, toObjectUrl } from './presign.ts'

/** Long enough for a large file over a slow line to begin. */
const LINK_SECONDS = 900
/** S3 copies what a platform takes within a few seconds. */
const COPY_MS = 8_000

/**
 * S3 takes what a link was signed for and nothing else: these many bytes, of this digest, and once. So what was looked at
 * is what is sent.
 */
export function createUploadShelf(options: BucketOptions): UploadShelf {
  const { region, credentials, clock } = options
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
        url: toObjectUrl(options, toUploadKey(upload)),
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
      const found = await callBucket('GET', key, options, { headers: { range } })
      if (found === null) return null
      // `bytes 0-511/90000000`
      const total = found.headers.get('content-range')?.split('/')[1]
      return { head: found.bytes, sizeBytes: Number(total ?? found.bytes.byteLength) }
    },
    keep: async (from, to) => {
      const headers = { 'x-amz-copy-source': `/${options.bucket}/${from}` }
      await callBucket('PUT', to, options, { headers, timeoutMs: COPY_MS })
    },
  }
}
