import { createHash } from 'node:crypto'
import type { Attachment } from '../../domain/entry.ts'
import { checkFileType } from '../../domain/media/check-file-type.ts'
import type { FetchOutcome } from '../../domain/media/decide-fetched.ts'
import { HEAD_BYTES } from '../../domain/media/file-format.ts'
import { FileInterrupted } from './file-interrupted.ts'
import type { FileShelf } from './media-ports.ts'

export type IncomingFile = { chunks: AsyncIterable<Uint8Array>; key: string; sizeBytesMax: number }

/** Carries a file to its place as it comes, never more of it at hand than the shelf asks for. */
export async function keepFile(
  shelf: FileShelf,
  attachment: Pick<Attachment, 'type' | 'mimeType'>,
  { chunks, key, sizeBytesMax }: IncomingFile,
): Promise<FetchOutcome> {
  const source = chunks[Symbol.asyncIterator]()
  const head = await readHead(source)
  // A platform that has the file has at least one byte of it.
  if (head.length === 0) return { kind: 'retry', code: 'media_unavailable', waitMs: null }
  const check = checkFileType(attachment, head)
  if (check.kind === 'wrong') {
    return check.reason === 'page'
      ? { kind: 'retry', code: 'media_type_mismatch', waitMs: null }
      : { kind: 'failed', code: 'media_type_mismatch' }
  }
  const measured = measure(head, source, sizeBytesMax)
  await shelf.keep(key, { mimeType: check.mimeType, chunks: measured.chunks })
  return { kind: 'stored', file: { key, mimeType: check.mimeType, ...measured.result() } }
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (let bytes = 0; bytes < HEAD_BYTES;) {
    const next = await source.next()
    if (next.done === true) break
    pieces.push(next.value)
    bytes += next.value.byteLength
  }
  return Buffer.concat(pieces)
}

function measure(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
  sizeBytesMax: number,
): { chunks: AsyncIterable<Uint8Array>; result: () => { sizeBytes: number; sha256: string } } {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = (chunk: Uint8Array): Uint8Array => {
    sizeBytes += chunk.byteLength
    // Whatever length was announced.
    if (sizeBytes > sizeBytesMax) throw new FileInterrupted('media_too_large')
    hash.update(chunk)
    return chunk
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    yield count(head)
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield count(next.value)
  }
  return { chunks: read(), result: () => ({ sizeBytes, sha256: hash.digest('hex') }) }
}
