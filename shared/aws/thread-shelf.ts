import type { ThreadShelf } from '../app/thread/thread-ports.ts'
import { type BucketOptions, callBucket } from './call-bucket.ts'
import { createThreadFileReader } from './thread-file-reader.ts'

/** S3. Keys are of one writer each, so to put or to delete twice does no harm. */
export function createThreadShelf(options: BucketOptions): ThreadShelf {
  return {
    ...createThreadFileReader(options),
    keep: async (key, sealed) => {
      await callBucket('PUT', key, options, { body: sealed })
    },
    remove: async (key) => {
      await callBucket('DELETE', key, options)
    },
  }
}
