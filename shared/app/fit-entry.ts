import { gzipSync } from 'node:zlib'
import type { InboundAddition } from '../domain/decide-addition.ts'
import type { RawPiece } from '../domain/entry.ts'
import type { IngestContext } from './ingest-context.ts'

/** What an entry may keep of a piece that could not be read; more goes to quarantine. */
const RAW_BYTES_MAX = 200_000
/** What an entry may hold in all, below the table's 400 KB with room for later changes. */
const ENTRY_BYTES_MAX = 250_000

/** What is larger than an entry can hold is kept whole in quarantine, and shows as a message that could not be read here. */
export async function fitEntry(
  event: InboundAddition,
  context: IngestContext,
): Promise<{ event: InboundAddition; raw: RawPiece | null }> {
  if (event.kind === 'unsupported' || (event.kind === 'echo' && event.raw !== null)) {
    return { event, raw: await keepRaw(event.raw, context) }
  }
  if (Buffer.byteLength(JSON.stringify(event)) <= ENTRY_BYTES_MAX) return { event, raw: null }
  const raw = await keepInQuarantine(event, context)
  if (event.kind === 'message') {
    const { providerId, thread, sentAt } = event
    return { event: { kind: 'unsupported', providerId, thread, sentAt, of: 'too_large', raw: null }, raw }
  }
  return {
    event: { ...event, text: null, content: { type: 'unsupported', of: 'too_large' }, attachments: [] },
    raw,
  }
}

async function keepRaw(raw: unknown, context: IngestContext): Promise<RawPiece> {
  const bytes = gzipSync(JSON.stringify(raw) ?? 'null')
  return bytes.byteLength <= RAW_BYTES_MAX ? { kind: 'gzip', bytes } : keepInQuarantine(raw, context)
}

async function keepInQuarantine(value: unknown, context: IngestContext): Promise<RawPiece> {
  const { id } = await context.quarantine.keep({
    source: context.envelope.source,
    reason: 'too_large_for_entry',
    receivedAt: context.envelope.receivedAt,
    bytes: Buffer.from(JSON.stringify(value)),
  })
  return { kind: 'quarantine', id }
}
