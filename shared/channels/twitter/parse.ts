import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { isRecord } from '../kit/json-record.ts'
import { idAt } from './id.ts'
import { parseChat } from './parse-chat.ts'
import { parseMessage } from './parse-message.ts'
import { parsePost } from './parse-post.ts'
import { IGNORED_EVENTS, Piece } from './piece.ts'
import { Revocation } from './schema.ts'
import { toInstant } from './time.ts'

/** One envelope is one event on X. What is not known is kept as `unsupported`, without a thread unless it is a message. */
export function parse(envelope: Envelope): InboundEvent[] {
  const piece = Piece.safeParse(envelope.payload).data
  if (piece === undefined) return [keep(envelope, 'unknown_piece', envelope.payload)]
  const reason = IGNORED_EVENTS.get(piece.event)
  if (reason !== undefined) return [{ kind: 'ignored', reason }]
  return [parsePiece(piece, envelope) ?? keep(envelope, piece.event, piece)]
}

function parsePiece(piece: Piece, envelope: Envelope): InboundEvent | null {
  switch (piece.kind) {
    case 'dm':
      return parseMessage(piece, envelope)
    case 'post':
      return parsePost(piece, envelope)
    case 'delete':
      return parseDeletion(piece, envelope)
    case 'chat':
      return parseChat(piece, envelope)
    case 'revoke':
      return parseRevocation(piece)
    case 'event':
      return null
  }
}

function parseDeletion({ item }: Piece, { account }: Envelope): InboundEvent | null {
  const status = isRecord(item) && isRecord(item['status']) ? item['status'] : item
  const target = idAt(status, 'id')
  if (!isRecord(item) || target === null) return null
  const author = idAt(status, 'author_id') ?? idAt(status, 'user_id')
  const by = author === account.id ? 'external' : 'contact'
  return { kind: 'removal', target, by, at: toInstant(item['timestamp_ms']) }
}

/** Nothing more will come for this user, and nothing can be sent, until they authorize the app again. */
function parseRevocation({ item }: Piece): InboundEvent | null {
  const revocation = Revocation.safeParse(item).data
  if (revocation === undefined) return null
  const app = idAt(revocation, 'app_id') ?? idAt(revocation['target'], 'app_id')
  const detail = app === null ? null : `app ${app}`
  return {
    kind: 'account',
    health: 'degraded',
    code: 'oauth_revoked',
    detail,
    at: toInstant(revocation.date_time),
  }
}

function keep({ key }: Envelope, of: string, raw: unknown): InboundEvent {
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: null, of, raw }
}
