import type { CutEnvelope, TopicMessage } from '../../../../shared/channels/contract.ts'
import { channel } from '../../../../shared/channels/sms/index.ts'
import type { Envelope } from '../../../../shared/domain/envelope.ts'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'

export const OURS = '+12125550101'
export const CUSTOMER = '+14255550182'
export const PUBLISHED_AT = '2026-11-22T11:59:58.250Z'

export const TWO_WAY_TEXT = {
  originationNumber: CUSTOMER,
  destinationNumber: OURS,
  messageKeyword: 'KEYWORD_212555010112125550101',
  messageBody: 'Where is my parcel?',
  inboundMessageId: '7a0c1f2e-0000-4000-8000-000000000001',
  previousPublishedMessageId: 'b1946ac9-0000-4000-8000-000000000002',
}

export const DELIVERY_EVENT = {
  eventType: 'TEXT_DELIVERED',
  eventVersion: '1.0',
  eventTimestamp: 1_795_348_800_123,
  isFinal: true,
  originationPhoneNumber: OURS,
  destinationPhoneNumber: CUSTOMER,
  messageId: 'b1946ac9-0000-4000-8000-000000000002',
  messageStatus: 'DELIVERED',
  messageStatusDescription: 'Message has been accepted by phone',
  context: { inlet: 'msg_0000000000000000000000000a', other: 'value' },
  totalMessageParts: 1,
  totalMessagePrice: 0.00581,
  totalCarrierFee: 0.0022,
}

/** What the queue holds of a message that was published: SNS's own JSON around it. */
export function toNotification(message: unknown, more: Record<string, unknown> = {}): TopicMessage {
  return toTopicMessage({
    Type: 'Notification',
    MessageId: '95df01b4-0000-4000-8000-000000000003',
    TopicArn: 'arn:aws:sns:eu-west-1:123456789012:two-way',
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: PUBLISHED_AT,
    SignatureVersion: '1',
    ...more,
  })
}

export function toTopicMessage(body: unknown): TopicMessage {
  return {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    sentAt: '2026-11-22T12:00:00.000Z',
  }
}

export function cutTopic(message: TopicMessage) {
  if (channel.cutTopic === null) throw new Error('the channel has no topic')
  return channel.cutTopic(message)
}

/** From the queue to what the channel makes of it. Fails where it is not exactly one piece. */
export function receiveNotification(message: TopicMessage): {
  envelope: Envelope
  group: string
  events: InboundEvent[]
} {
  const { envelopes, uncut } = cutTopic(message)
  const [cut] = envelopes
  if (cut === undefined || envelopes.length !== 1 || uncut.length !== 0) {
    throw new Error(`expected one envelope, got ${envelopes.length} and ${uncut.length} uncut`)
  }
  return toReceived(cut, message.sentAt)
}

export function toReceived(cut: CutEnvelope, receivedAt: string) {
  const { group, ...rest } = cut
  const envelope: Envelope = { version: 1, source: 'sms', receivedAt, ...rest }
  return { envelope, group, events: channel.parse(envelope) }
}

/** A captured file as the queue would hold it: what was published in SNS's JSON, SNS's own bodies as they are. */
export function toCapturedTopicMessage(file: string, bytes: Uint8Array): TopicMessage {
  const text = Buffer.from(bytes).toString('utf8')
  return /^(?:sns-http|lambda-sns)-/.test(file) ? toTopicMessage(text) : toNotification(text)
}
