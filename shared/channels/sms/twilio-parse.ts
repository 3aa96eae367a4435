import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { toAddresses } from './twilio-address.ts'
import { parseTwilioMessage } from './twilio-parse-message.ts'
import { parseTwilioStatus } from './twilio-parse-status.ts'
import { isStatusCallback, TwilioPayload } from './twilio-schema.ts'

export function parseTwilioEnvelope(envelope: Envelope): InboundEvent[] {
  const payload = TwilioPayload.safeParse(envelope.payload)
  if (!payload.success) return [toUnreadable(envelope)]
  const { fields, correlation = null } = payload.data
  const sid = fields['MessageSid'] ?? ''
  const addresses = toAddresses(fields)
  if (sid === '' || addresses === null) return [toUnreadable(envelope)]
  return isStatusCallback(fields)
    ? [parseTwilioStatus(fields, sid, correlation)]
    : parseTwilioMessage(fields, sid, addresses)
}

/** An envelope that this version did not cut. */
function toUnreadable(envelope: Envelope): InboundEvent {
  return {
    kind: 'unsupported',
    providerId: envelope.key,
    thread: null,
    sentAt: null,
    of: 'envelope',
    raw: envelope.payload,
  }
}
