import type { InboundEvent, InboundReceipt, ReceiptStatus } from '../../domain/inbound.ts'
import type { TwilioFields } from './twilio-schema.ts'

/** https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
const RECEIPTS: Readonly<Record<string, ReceiptStatus>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
  canceled: 'failed',
}

/**
 * On its way, or nothing an agent could act on. `partially_delivered` stands in the API's list of values and nowhere else
 * in the documentation: it proves neither delivery nor failure, and a final status follows.
 */
const STEPS: ReadonlySet<string> = new Set([
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'receiving',
  'partially_delivered',
])

export function parseTwilioStatus(
  fields: TwilioFields,
  sid: string,
  correlation: string | null,
): InboundEvent {
  const name = fields['MessageStatus'] ?? ''
  const status = Object.hasOwn(RECEIPTS, name) ? RECEIPTS[name] : undefined
  if (status !== undefined) {
    return {
      kind: 'receipt',
      target: sid,
      status,
      // `RawDlrDoneDate` has no time zone and no other parameter has a time.
      at: null,
      correlation,
      error: status === 'failed' ? toError(fields, name) : null,
    }
  }
  return STEPS.has(name)
    ? { kind: 'ignored', reason: `status_${name}` }
    : { kind: 'unsupported', providerId: sid, thread: null, sentAt: null, of: 'status', raw: fields }
}

/** Most callbacks carry a code without words; then the platform's name of the status is the title. */
function toError(fields: TwilioFields, status: string): InboundReceipt['error'] {
  const title = fields['ErrorMessage'] || fields['ChannelStatusMessage'] || status
  return { providerCode: fields['ErrorCode'] || status, title }
}
