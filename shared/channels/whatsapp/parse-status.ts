import type { InboundEvent, InboundReceipt, ReceiptStatus } from '../../domain/inbound.ts'
import { textAt } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import type { Piece } from './piece.ts'
import { type PlatformError, Status } from './schema.ts'

/** `played` is a voice note that was listened to. */
const RECEIPTS: ReadonlyMap<string, ReceiptStatus> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
])

/** null where the status is not one that is known here. */
export function parseStatus({ item }: Piece): InboundEvent | null {
  if (isAboutGroup(item)) return { kind: 'ignored', reason: 'group_receipt' }
  const status = Status.safeParse(item).data
  const receipt = status === undefined ? undefined : RECEIPTS.get(status.status)
  if (status === undefined || receipt === undefined) return null
  return {
    kind: 'receipt',
    target: status.id,
    status: receipt,
    at: toIsoTime(status.timestamp),
    correlation: status.biz_opaque_callback_data || null,
    error: toError(status.errors?.[0]),
  }
}

function toError(error: PlatformError | undefined): InboundReceipt['error'] {
  if (error === undefined) return null
  return { providerCode: String(error.code), title: error.title || error.message || '' }
}

function isAboutGroup(item: unknown): boolean {
  return (
    textAt(item, 'recipient_type') === 'group' ||
    textAt(item, 'recipient_participant_id') !== null ||
    textAt(item, 'recipient_participant_user_id') !== null
  )
}
