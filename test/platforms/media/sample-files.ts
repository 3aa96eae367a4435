/** Files as customers send them: the first bytes are real, the rest is noise. */
export const SAMPLES = {
  image: { mimeType: 'image/jpeg', head: [0xff, 0xd8, 0xff, 0xe0], sizeBytes: 48_211 },
  voice: { mimeType: 'audio/ogg; codecs=opus', head: [...Buffer.from('OggS')], sizeBytes: 21_007 },
  document: { mimeType: 'application/pdf', head: [...Buffer.from('%PDF-1.7\n')], sizeBytes: 182_344 },
  sticker: { mimeType: 'image/webp', head: [...Buffer.from('RIFF....WEBPVP8 ')], sizeBytes: 30_500 },
  page: {
    mimeType: 'text/html',
    head: [...Buffer.from('<!DOCTYPE html><html>Not logged in')],
    sizeBytes: 2_048,
  },
} as const

export type SampleName = keyof typeof SAMPLES

const CHUNK_BYTES = 64 * 1024

/** The same bytes for the same name and size, never all of them at once. `sizeBytes` null: without an end. */
export function* sampleChunks(name: SampleName, sizeBytes: number | null): Generator<Buffer> {
  const head = Buffer.from(SAMPLES[name].head)
  let left = sizeBytes ?? Number.POSITIVE_INFINITY
  for (let number = 0; left > 0; number++) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, left), (number * 31 + 7) % 256)
    chunk.writeUInt32BE(number, Math.max(0, chunk.length - 4))
    if (number === 0) head.copy(chunk)
    left -= chunk.length
    yield chunk
  }
}
