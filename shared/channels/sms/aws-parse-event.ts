import type { InboundEvent, InboundReceipt, ReceiptStatus } from '../../domain/inbound.ts'
import { type JsonRecord, textAt } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { CORRELATION_CONTEXT } from './aws-schema.ts'

/** SMS and MMS have the same endings. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html */
const EVENT_TYPE = /^(?:TEXT|MEDIA)_([A-Z_]+)$/

/** `SUCCESSFUL` is the carrier's word, `DELIVERED` the phone's; some countries give only the first, and as final. */
const RECEIPTS: Readonly<Record<string, ReceiptStatus>> = {
  SENT: 'sent',
  SUCCESSFUL: 'sent',
  DELIVERED: 'delivered',
  INVALID: 'failed',
  INVALID_MESSAGE: 'failed',
  UNREACHABLE: 'failed',
  CARRIER_UNREACHABLE: 'failed',
  BLOCKED: 'failed',
  CARRIER_BLOCKED: 'failed',
  SPAM: 'failed',
  TTL_EXPIRED: 'failed',
  PROTECT_BLOCKED: 'failed',
  FILE_INACCESSIBLE: 'failed',
  FILE_TYPE_UNSUPPORTED: 'failed',
  FILE_SIZE_EXCEEDED: 'failed',
}

/** On its way, or, after 72 hours without a word from the carrier, `UNKNOWN`: proof of nothing. */
const STEPS: ReadonlySet<string> = new Set(['QUEUED', 'PENDING', 'UNKNOWN'])

export function parseAwsEvent(fields: JsonRecord): InboundEvent[] | null {
  const target = textAt(fields, 'messageId')
  const type = textAt(fields, 'eventType')
  if (target === null || type === null) return null
  const ending = EVENT_TYPE.exec(type)?.[1] ?? ''
  const status = Object.hasOwn(RECEIPTS, ending) ? RECEIPTS[ending] : undefined
  if (status === undefined) return [toOther(fields, target, type, ending)]
  // A failure that is not final may still be delivered; the final event follows within 72 hours.
  if (status === 'failed' && fields['isFinal'] === false) return [toIgnored(`${type}_not_final`)]
  return [
    {
      kind: 'receipt',
      target,
      status,
      at: toIsoTime(fields['eventTimestamp']),
      correlation: textAt(fields['context'], CORRELATION_CONTEXT),
      error: status === 'failed' ? toError(fields, type) : null,
    },
  ]
}

function toOther(fields: JsonRecord, target: string, type: string, ending: string): InboundEvent {
  if (STEPS.has(ending)) return toIgnored(type)
  if (type.startsWith('VOICE_')) return { kind: 'ignored', reason: 'event_voice' }
  return { kind: 'unsupported', providerId: target, thread: null, sentAt: null, of: 'event', raw: fields }
}

function toIgnored(type: string): InboundEvent {
  return { kind: 'ignored', reason: `event_${type.toLowerCase()}` }
}

function toError(fields: JsonRecord, type: string): InboundReceipt['error'] {
  const title = textAt(fields, 'messageStatusDescription') ?? textAt(fields, 'messageStatus') ?? type
  return { providerCode: type, title }
}
