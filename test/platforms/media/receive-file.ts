import { createHash } from 'node:crypto'

/** A file that the platform took over: what it is known by afterwards. */
export type ReceivedFile = { contentType: string; sizeBytes: number; sha256: string }

const FETCH_MS = 10_000

/** Fetches a file by the link of a message, as the platform's servers would; null: it could not be had. */
export async function receiveFile(url: string): Promise<ReceivedFile | null> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(FETCH_MS) }).catch(
    () => null,
  )
  if (answer === null || !answer.ok) return null
  const bytes = new Uint8Array(await answer.arrayBuffer())
  return describeFile(answer.headers.get('content-type') ?? '', bytes)
}

export function describeFile(contentType: string, bytes: Uint8Array): ReceivedFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { contentType, sizeBytes: bytes.byteLength, sha256 }
}
