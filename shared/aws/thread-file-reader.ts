import type { ThreadFileReader } from '../app/thread/thread-ports.ts'
import { type BucketOptions, callBucket } from './call-bucket.ts'

/** S3, for whoever only reads. */
export function createThreadFileReader(options: BucketOptions): ThreadFileReader {
  return { read: async (key) => (await callBucket('GET', key, options))?.bytes ?? null }
}
