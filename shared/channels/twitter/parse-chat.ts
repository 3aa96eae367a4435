import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { toOtherParticipant } from './conversation-id.ts'
import { toUnreadable } from './entry-events.ts'
import { idAt } from './id.ts'
import { toParty } from './person.ts'
import type { Piece } from './piece.ts'
import { toInstant } from './time.ts'

/** XChat is encrypted end to end: that a message came is all that can be told. null where nothing names it or its people. */
export function parseChat({ item, person }: Piece, { account }: Envelope): InboundEvent | null {
  const id = textAt(item, 'id')
  if (!isRecord(item) || id === null) return null
  const other = toOtherParticipant(item, account.id)
  if (other === null) {
    const isGroup = textAt(item, 'conversation_id')?.startsWith('g') === true
    return isGroup ? { kind: 'ignored', reason: 'group_chat' } : null
  }
  const sentAt = toInstant(item['created_at_msec'])
  const thread = { visibility: 'private' as const, party: toParty(other, person) }
  const isOurs = idAt(item, 'sender_id') === account.id
  return toUnreadable({ providerId: id, sentAt, of: 'encrypted_chat', raw: item }, thread, isOurs)
}
