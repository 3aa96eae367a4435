import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { isRecord } from '../kit/json-record.ts'
import { parseChange, parseErrors } from './parse-account.ts'
import { parsePreference, parseUserIdUpdate } from './parse-identity.ts'
import { parseMessage } from './parse-message.ts'
import { parseStatus } from './parse-status.ts'
import { Piece } from './piece.ts'

/** One envelope is one event on WhatsApp. What is not known is kept as `unsupported`, without a thread unless it is a message. */
export function parse(envelope: Envelope): InboundEvent[] {
  const piece = Piece.safeParse(envelope.payload).data
  if (piece === undefined) return [keep(envelope, 'unknown_piece', envelope.payload)]
  return [parsePiece(piece, envelope.key) ?? keep(envelope, toName(piece), piece)]
}

function parsePiece(piece: Piece, key: string): InboundEvent | null {
  switch (piece.kind) {
    case 'message':
    case 'echo':
      return parseMessage(piece, key)
    case 'status':
      return parseStatus(piece)
    case 'preference':
      return parsePreference(piece)
    case 'user_id_update':
      return parseUserIdUpdate(piece)
    case 'errors':
      return parseErrors(piece)
    case 'change':
      return parseChange(piece)
  }
}

function toName({ kind, field }: Piece): string {
  return kind === 'change' ? field : kind
}

function keep({ key }: Envelope, of: string, raw: unknown): InboundEvent {
  const timestamp = isRecord(raw) && isRecord(raw['item']) ? raw['item']['timestamp'] : undefined
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: toIsoTime(timestamp), of, raw }
}
