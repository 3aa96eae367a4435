import type { WireRandom } from '../wire.ts'

const HEX = '0123456789abcdef'

/** An id of AWS: 8-4-4-4-12 hexadecimal digits. */
export function createAwsMessageId(random: WireRandom): string {
  return [8, 4, 4, 4, 12].map((length) => random.characters(HEX, length)).join('-')
}

/** What AWS End User Messaging publishes to the topic of a number for a message to it. */
export function toAwsMessage(of: { id: string; from: string; to: string; text: string }): string {
  return JSON.stringify({
    originationNumber: of.from,
    destinationNumber: of.to,
    messageKeyword: 'keyword_default',
    messageBody: of.text,
    previousPublishedMessageId: null,
    inboundMessageId: of.id,
  })
}

/** What AWS publishes about a message of ours (`from`) to a customer. */
export function toAwsEvent(of: {
  id: string
  from: string
  to: string
  eventType: string
  at: Date
}): string {
  return JSON.stringify({
    eventType: of.eventType,
    eventVersion: '1.0',
    eventTimestamp: of.at.getTime(),
    isFinal: true,
    originationPhoneNumber: of.from,
    destinationPhoneNumber: of.to,
    messageId: of.id,
    messageRequestTimestamp: of.at.getTime(),
    messageStatus: of.eventType.replace('TEXT_', ''),
    messageStatusDescription: 'Message has been accepted by phone',
    totalMessageParts: 1,
  })
}
