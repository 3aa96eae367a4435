import { gzipSync } from 'node:zlib'
import { type SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'
import type { Quarantine, QuarantinePiece } from '../app/ports.ts'
import { toAsciiJson } from '../domain/ascii-json.ts'
import { AppError } from '../domain/errors.ts'
import { toDigest } from '../domain/digest.ts'
import { BUILT_IN_REDACTION, type Redaction } from '../domain/redaction/redaction.ts'

/** Characters of base64 in one message: with its frame safely under the queue's 1 MiB. */
const PART_CHARS_MAX = 900_000
/** A reason may end with what the platform called a thing. */
const REASON_CHARS_MAX = 200

/** One message in the quarantine queue: a numbered part of gzip + base64 of the bytes, what is private masked. */
export type QuarantinePart = Omit<QuarantinePiece, 'bytes'> & {
  version: 1
  id: string
  part: number
  parts: number
  encoding: 'gzip+base64'
  data: string
}

export function createQuarantine(client: SQSClient, queueUrl: string, redaction: Redaction): Quarantine {
  return {
    keep: async (piece) => {
      const parts = toQuarantineParts(piece, redaction)
      for (const part of parts) {
        const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: toAsciiJson(part) })
        await client.send(command).catch((cause: unknown) => {
          throw new AppError('queue_unavailable', 'the quarantine queue did not take a part', { cause })
        })
      }
      return { id: parts[0]?.id ?? '' }
    },
  }
}

export function toQuarantineParts(
  { source, reason, receivedAt, bytes }: QuarantinePiece,
  redaction: Redaction = BUILT_IN_REDACTION,
): QuarantinePart[] {
  const masked = Buffer.from(redaction.maskBytes(bytes))
  const id = `qrt_${toDigest([source, reason, masked.toString('latin1')])}`
  const data = gzipSync(masked).toString('base64')
  const parts = Math.max(1, Math.ceil(data.length / PART_CHARS_MAX))
  return Array.from({ length: parts }, (_, index) => ({
    version: 1,
    id,
    source,
    reason: reason.slice(0, REASON_CHARS_MAX),
    receivedAt,
    part: index + 1,
    parts,
    encoding: 'gzip+base64',
    data: data.slice(index * PART_CHARS_MAX, (index + 1) * PART_CHARS_MAX),
  }))
}
