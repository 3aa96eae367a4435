import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import type { HeldPiece, Letter } from '../app/redrive/redrive-ports.ts'

/** No platform sends more than 3 MB; whatever unpacks to more than this is none of ours. */
const PIECE_BYTES_MAX = 64 * 1024 * 1024

const Part = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  source: z.string(),
  reason: z.string(),
  receivedAt: z.iso.datetime(),
  part: z.int().positive(),
  parts: z.int().positive(),
  encoding: z.literal('gzip+base64'),
  data: z.string(),
})
type Part = z.infer<typeof Part>

/** Pieces of the quarantine, made of their parts, the earliest first. One that was set aside twice is one, held by all its messages. */
export function joinPieces(letters: readonly Letter[]): HeldPiece[] {
  const read = letters.map((letter) => ({ letter, part: parsePart(letter.body) }))
  const pieces = [...Map.groupBy(read, ({ letter, part }) => part?.id ?? letter.messageId).values()]
  return pieces.map(toPiece).toSorted(byReceivedAt)
}

function toPiece(held: { letter: Letter; part: Part | null }[]): HeldPiece {
  const letters = held.map(({ letter }) => letter)
  const parts = held.flatMap(({ part }) => part ?? []).toSorted(byReceivedAt)
  const [first] = parts
  if (first === undefined) {
    const receivedAt = letters[0]?.sentAt.toISOString() ?? ''
    return { source: 'unknown', reason: 'unreadable', receivedAt, bytes: null, letters }
  }
  const { source, reason, receivedAt } = first
  return { source, reason, receivedAt, bytes: unpack(first.parts, parts), letters }
}

function unpack(count: number, parts: readonly Part[]): Uint8Array | null {
  const data = Array.from(
    { length: count },
    (_, index) => parts.find(({ part }) => part === index + 1)?.data ?? null,
  )
  if (data.includes(null)) return null
  try {
    return gunzipSync(Buffer.from(data.join(''), 'base64'), { maxOutputLength: PIECE_BYTES_MAX })
  } catch {
    return null
  }
}

function parsePart(body: string): Part | null {
  try {
    return Part.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}

function byReceivedAt(one: { receivedAt: string }, other: { receivedAt: string }): number {
  return one.receivedAt < other.receivedAt ? -1 : one.receivedAt > other.receivedAt ? 1 : 0
}
