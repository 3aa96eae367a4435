import type { Clock, Pacer } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { type BucketPlace, presign, toObjectUrl } from './presign.ts'

const TRIES = 3
/** Of one try: a page's function, and whoever waits for it, has time for all of them. */
const TIMEOUT_MS = 4_000
const PAUSE_MS = 100
const SIGNED_SECONDS = 60

export type BucketOptions = BucketPlace & { clock: Clock; pacer: Pacer }

export type BucketCall = {
  /** Names in lower case. All of them are signed. */
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array<ArrayBuffer>
  /** Of one try. */
  timeoutMs?: number
}

export type BucketAnswer = { headers: Headers; bytes: Uint8Array }

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
  call: BucketCall = {},
): Promise<BucketAnswer | null> {
  for (let tries = 1; ; tries++) {
    const answer = await tryOnce(method, key, options, call)
    if (answer.kind === 'done') return answer.answer
    if (!answer.isTransient || tries === TRIES) {
      throw new AppError('bucket_unavailable', `the bucket of files answered a ${method} with ${answer.said}`)
    }
    await options.pacer.sleep(PAUSE_MS * 2 ** tries * options.pacer.random())
  }
}

type Tried =
  { kind: 'done'; answer: BucketAnswer | null } | { kind: 'failed'; said: string; isTransient: boolean }

async function tryOnce(
  method: Method,
  key: string,
  options: BucketOptions,
  { headers = {}, body, timeoutMs = TIMEOUT_MS }: BucketCall,
): Promise<Tried> {
  try {
    const response = await fetch(toSignedUrl(method, key, options, headers), {
      method,
      headers,
      body: body ?? null,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const { status } = response
    // A copy may fail after S3 has begun to answer with 200.
    if (response.ok && !(method === 'PUT' && Buffer.from(bytes).includes('<Error>'))) {
      return { kind: 'done', answer: { headers: response.headers, bytes } }
    }
    if (method === 'GET' && (status === 404 || status === 403)) return { kind: 'done', answer: null }
    return {
      kind: 'failed',
      said: String(status),
      isTransient: response.ok || status === 429 || status >= 500,
    }
  } catch (error) {
    // Never its message: it may name the address, which is signed.
    return { kind: 'failed', said: error instanceof Error ? error.name : 'nothing', isTransient: true }
  }
}

/** An object as it comes, never all of it in memory. Throws `bucket_unavailable`. */
export async function* streamObject(
  key: string,
  options: BucketPlace & { clock: Clock },
): AsyncGenerator<Uint8Array> {
  const response = await fetch(toSignedUrl('GET', key, options, {}), { redirect: 'error' }).catch(() => null)
  if (response?.ok !== true || response.body === null) throw unreadable(response?.status ?? 'nothing')
  try {
    for await (const chunk of response.body) yield chunk
  } catch (cause) {
    throw unreadable('half of it', cause)
  }
}

function unreadable(said: string | number, cause?: unknown): AppError {
  return new AppError('bucket_unavailable', `the bucket of files answered a GET with ${said}`, { cause })
}

function toSignedUrl(
  method: Method,
  key: string,
  options: BucketPlace & { clock: Clock },
  headers: Readonly<Record<string, string>>,
): string {
  const { region, credentials, clock } = options
  return presign({
    method,
    url: toObjectUrl(options, key),
    query: {},
    headers,
    region,
    credentials: credentials(),
    now: clock.now(),
    seconds: SIGNED_SECONDS,
  })
}
