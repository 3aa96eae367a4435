import type { Delivery, EmulatorContext, Fate } from '../emulator.ts'
import { type Json, textAt } from '../json.ts'
import { toSegments } from '../sms-segments.ts'

/** SNS tries for days: https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const RETRIES = 7

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  TEXT_PENDING: 'Message is pending delivery',
  TEXT_SUCCESSFUL: 'Message has been accepted by phone carrier',
  TEXT_DELIVERED: 'Message has been accepted by phone',
  TEXT_BLOCKED: 'Phone has blocked SMS',
  TEXT_CARRIER_BLOCKED: 'Phone carrier has blocked this message',
  TEXT_CARRIER_UNREACHABLE: 'Phone carrier is currently unreachable/unavailable',
  TEXT_INVALID: 'Phone number is invalid',
  TEXT_INVALID_MESSAGE: 'Message is invalid',
  TEXT_PROTECT_BLOCKED: 'Message was blocked by a protect configuration',
  TEXT_SPAM: 'Message was categorized as spam',
  TEXT_TTL_EXPIRED: 'The delivery TTL has expired',
  TEXT_UNKNOWN: 'Unknown error attempting to reach phone',
  TEXT_UNREACHABLE: 'Phone is currently unreachable/unavailable',
}

/** What the configuration set's event destination publishes to the topic: https://docs.aws.amazon.com/end-user-messaging/latest/userguide/nx-features-messaging-events.html */
export function toDeliveryEvents(
  context: EmulatorContext,
  messageId: string,
  input: Json,
  fate: Fate,
): Delivery[] {
  const types =
    fate.failsWith === null
      ? ['TEXT_PENDING', 'TEXT_SUCCESSFUL', 'TEXT_DELIVERED']
      : ['TEXT_PENDING', fate.failsWith]
  const requestedAt = context.now().getTime()
  return types.map((type, index) => {
    const event = toEvent(messageId, input, {
      type,
      requestedAt,
      at: requestedAt + index + 1,
      isFinal: index === types.length - 1,
    })
    const url = `${context.inboxUrl}/local/topics/sms`
    const request = {
      url,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from(JSON.stringify(event)),
    }
    return { label: type, retries: RETRIES, request }
  })
}

function toEvent(
  messageId: string,
  input: Json,
  { type, requestedAt, at, isFinal }: { type: string; requestedAt: number; at: number; isFinal: boolean },
): Record<string, unknown> {
  const { encoding, count } = toSegments(textAt(input, 'MessageBody') ?? '')
  const status = type.replace('TEXT_', '')
  return {
    eventType: type,
    eventVersion: '1.0',
    eventTimestamp: at,
    isFinal,
    originationPhoneNumber: input['OriginationIdentity'],
    destinationPhoneNumber: input['DestinationPhoneNumber'],
    isoCountryCode: 'US',
    isInternationalSend: false,
    mcc: '310',
    mnc: '800',
    carrierName: 'Example Carrier',
    messageId,
    messageRequestTimestamp: requestedAt,
    messageEncoding: encoding,
    messageType: input['MessageType'] ?? 'TRANSACTIONAL',
    messageStatus: status,
    messageStatusDescription: DESCRIPTIONS[type] ?? status,
    ...(input['Context'] === undefined ? {} : { context: input['Context'] }),
    totalMessageParts: count,
    totalMessagePrice: count * 0.00581,
    totalCarrierFee: count * 0.003,
  }
}
