import { createHash } from 'node:crypto'

/** base64url SHA-256 of parts that cannot be confused with each other: 43 characters, within what SQS allows for its ids. */
export function toDigest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
