/** A filter that no index carries reads at most this many rows a request; the page may then be short. */
export const ROWS_READ_MAX = 500

/** Rows that one query asks for at most, once a filter has let too little through. */
export const QUERY_ROWS_MAX = 100

/**
 * Lambda refuses a response over 6 MB, and our JSON is escaped once more inside it. A page ends early rather than
 * failing for ever: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const PAGE_BYTES_MAX = 2_000_000

export function toJsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}
