import { BUILT_IN_REDACTION, type Redaction } from '../../domain/redaction/redaction.ts'
import type { CutEnvelope, CutOutcome, TopicMessage } from '../contract.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { beginMasking, type Masking, maskText, toMaskedNames } from '../kit/masking.ts'
import { type AwsNotification, unwrapNotifications } from './aws-notification.ts'
import { AWS_PROVIDER, type AwsPayload } from './aws-schema.ts'

/** Ids, numbers and names of the platform, never masked. All other texts may hold what a person typed. */
const UNMASKED_NAME = /(?:Id|Number|Type|Version|Arn)$|^(?:mcc|mnc|isoCountryCode|protectStatus)$/
const PRICE_NAME = /(?:Price|Fee)$/

/** Two-way messages and delivery events may share a topic: `inboundMessageId` makes the one, `eventType` the other. */
export function cutAwsNotification(
  message: TopicMessage,
  redaction: Redaction = BUILT_IN_REDACTION,
): CutOutcome {
  const outcome: CutOutcome = { envelopes: [], uncut: [] }
  for (const notification of unwrapNotifications(message.body)) {
    if (notification.kind === 'subscription') {
      outcome.envelopes.push(toSubscriptionCut(notification))
      continue
    }
    const masking = beginMasking(redaction)
    const cut =
      notification.kind === 'published' ? toPublishedCut(notification, masking) : notification.reason
    if (typeof cut !== 'string') outcome.envelopes.push({ ...cut, ...toMaskedNames(masking) })
    else outcome.uncut.push({ reason: cut, bytes: Buffer.from(notification.source) })
  }
  return outcome
}

function toSubscriptionCut({ change, id, topic }: Extract<AwsNotification, { kind: 'subscription' }>) {
  return toCut(topic, `${change}:${id}`, topic, { kind: 'subscription', change })
}

/** The envelope, or the reason why there is none. */
function toPublishedCut(
  notification: Extract<AwsNotification, { kind: 'published' }>,
  masking: Masking,
): CutEnvelope | string {
  const { message, publishedAt } = notification
  if (!isRecord(message)) return 'not_an_object'
  if (textAt(message, 'inboundMessageId') !== null) return toMessageCut(message, publishedAt, masking)
  return textAt(message, 'eventType') !== null ? toEventCut(message, masking) : 'neither_message_nor_event'
}

function toMessageCut(
  message: JsonRecord,
  publishedAt: string | null,
  masking: Masking,
): CutEnvelope | string {
  const ours = textAt(message, 'destinationNumber')
  const customer = textAt(message, 'originationNumber')
  if (ours === null || customer === null) return 'address_missing'
  const key = `message:${String(message['inboundMessageId'])}`
  return toCut(ours, key, customer, { kind: 'message', publishedAt, fields: toKept(message, masking) })
}

/** An event speaks about what we sent: the origination is ours. */
function toEventCut(event: JsonRecord, masking: Masking): CutEnvelope | string {
  const id = textAt(event, 'messageId')
  const ours = textAt(event, 'originationPhoneNumber')
  if (id === null) return 'message_id_missing'
  if (ours === null) return 'address_missing'
  const key = `event:${id}:${String(event['eventType'])}:${JSON.stringify(event['eventTimestamp'] ?? null)}`
  const customer = textAt(event, 'destinationPhoneNumber') ?? id
  return toCut(ours, key, customer, { kind: 'event', fields: toKept(event, masking) })
}

function toCut(account: string, key: string, group: string, payload: AwsPayload): CutEnvelope {
  return {
    channel: 'sms',
    provider: AWS_PROVIDER,
    account: { id: account, name: null },
    // Beside Twilio's keys of the same number.
    key: `${AWS_PROVIDER}:${key}`,
    group,
    payload,
  }
}

/** `fromEntries` keeps a field of any name, `__proto__` too. */
function toKept(record: JsonRecord, masking: Masking): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, toKeptValue(name, value, masking)]),
  )
}

/** Elements of a list are kept under the list's name. Prices are floats on the wire, which no sum should be made of. */
function toKeptValue(name: string, value: unknown, masking: Masking): unknown {
  if (typeof value === 'string') return UNMASKED_NAME.test(name) ? value : maskText(value, masking)
  if (typeof value === 'number') return PRICE_NAME.test(name) ? String(value) : value
  if (Array.isArray(value)) return value.map((element) => toKeptValue(name, element, masking))
  return isRecord(value) ? toKept(value, masking) : value
}
