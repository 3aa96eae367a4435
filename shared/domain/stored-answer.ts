import * as z from 'zod'

/** What was answered to a request that carried an idempotency key, kept so that its repetition is answered the same. */
export const StoredAnswer = z.strictObject({
  /** Digest of caller, method, path and key. */
  key: z.string(),
  /** Of the body that the key came with: another body may not use it. */
  bodyDigest: z.string(),
  status: z.number().int(),
  /** The body of the answer, as JSON text. */
  body: z.string(),
})
export type StoredAnswer = z.infer<typeof StoredAnswer>
