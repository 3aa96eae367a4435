import type { Clock, Pacer } from '../app/ports.ts'
import type { Sealed } from '../domain/entry.ts'
import { AppError } from '../domain/errors.ts'
import { type BucketPlace, presign, toObjectUrl } from './presign.ts'

const TRIES = 3
/** Of one try: a page's function, and whoever waits for it, has time for all of them. */
const TIMEOUT_MS = 4_000
const PAUSE_MS = 100
const SIGNED_SECONDS = 60

export type BucketOptions = BucketPlace & { clock: Clock; pacer: Pacer }

type Method = 'GET' | 'PUT' | 'DELETE'

/**
 * One object of S3 with its bytes in memory, without the SDK's client: somebody waits for the cold start of who needs this.
 * null: it is not there. To whoever may not list the bucket S3 says 403 then.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export async function callBucket(
  method: Method,
  key: string,
  options: BucketOptions,
  body: Sealed | null = null,
): Promise<Uint8Array | null> {
  for (let tries = 1; ; tries++) {
    const answer = await tryOnce(method, key, options, body)
    if (answer.kind === 'done') return answer.bytes
    if (!answer.isTransient || tries === TRIES) {
      throw new AppError('bucket_unavailable', `the bucket of files answered a ${method} with ${answer.said}`)
    }
    await options.pacer.sleep(PAUSE_MS * 2 ** tries * options.pacer.random())
  }
}

type Tried =
  { kind: 'done'; bytes: Uint8Array | null } | { kind: 'failed'; said: string; isTransient: boolean }

async function tryOnce(
  method: Method,
  key: string,
  options: BucketOptions,
  body: Sealed | null,
): Promise<Tried> {
  const { region, credentials, clock } = options
  const signed = { region, credentials: credentials(), now: clock.now(), seconds: SIGNED_SECONDS }
  const url = presign({ method, url: toObjectUrl(options, key), query: {}, ...signed })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { method, body, redirect: 'error', signal })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const { status } = response
    if (response.ok) return { kind: 'done', bytes }
    if (method === 'GET' && (status === 404 || status === 403)) return { kind: 'done', bytes: null }
    return { kind: 'failed', said: String(status), isTransient: status === 429 || status >= 500 }
  } catch (error) {
    // Never its message: it may name the address, which is signed.
    return { kind: 'failed', said: error instanceof Error ? error.name : 'nothing', isTransient: true }
  }
}
