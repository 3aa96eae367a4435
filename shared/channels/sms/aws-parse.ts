import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { parseAwsEvent } from './aws-parse-event.ts'
import { parseAwsMessage } from './aws-parse-message.ts'
import { AwsPayload } from './aws-schema.ts'

export function parseAwsEnvelope(envelope: Envelope): InboundEvent[] {
  const payload = AwsPayload.safeParse(envelope.payload)
  const events = payload.success ? parsePayload(payload.data) : null
  return events ?? [toUnreadable(envelope)]
}

/** Null where a field is missing that every cut piece has. */
function parsePayload(payload: AwsPayload): InboundEvent[] | null {
  switch (payload.kind) {
    case 'message':
      return parseAwsMessage(payload.fields, payload.publishedAt)
    case 'event':
      return parseAwsEvent(payload.fields)
    case 'subscription':
      return [{ kind: 'ignored', reason: payload.change, namesNoAccount: true }]
  }
}

/** An envelope that this version did not cut. */
function toUnreadable({ key, payload }: Envelope): InboundEvent {
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: null, of: 'envelope', raw: payload }
}
