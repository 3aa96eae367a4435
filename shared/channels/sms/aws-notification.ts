import { decodeJson } from '../kit/decode-body.ts'
import { isRecord, textAt } from '../kit/json-record.ts'

/** One notification of SNS, without its wrapping. */
export type AwsNotification =
  | { kind: 'published'; message: unknown; publishedAt: string | null; source: string }
  /** SNS speaks about the subscription itself: nothing was published. */
  | { kind: 'subscription'; change: string; id: string; topic: string }
  | { kind: 'unreadable'; reason: string; source: string }

const SUBSCRIPTION_CHANGES: Readonly<Record<string, string>> = {
  SubscriptionConfirmation: 'subscription_confirmation',
  UnsubscribeConfirmation: 'unsubscribe_confirmation',
}

/**
 * A message of the queue: SNS's own JSON, the published JSON itself (raw delivery), or what Lambda makes of notifications
 * (`Records[].Sns`) for somebody who forwards them. `source` is the text of the piece, for those who cannot use it.
 */
export function unwrapNotifications(body: string): AwsNotification[] {
  const decoded = decodeJson(Buffer.from(body))
  if (decoded.kind === 'undecodable') return [{ kind: 'unreadable', reason: decoded.reason, source: body }]
  const records = isRecord(decoded.value) ? decoded.value['Records'] : undefined
  if (!Array.isArray(records) || records.length === 0) return [unwrap(decoded.value, body)]
  return records.map((record: unknown) => {
    const source = JSON.stringify(record)
    return isRecord(record) && isRecord(record['Sns'])
      ? unwrap(record['Sns'], source)
      : { kind: 'unreadable', reason: 'not_a_notification', source }
  })
}

function unwrap(value: unknown, source: string): AwsNotification {
  const type = textAt(value, 'Type')
  if (!isRecord(value) || type === null) {
    return { kind: 'published', message: value, publishedAt: null, source }
  }
  const change = Object.hasOwn(SUBSCRIPTION_CHANGES, type) ? SUBSCRIPTION_CHANGES[type] : undefined
  const id = textAt(value, 'MessageId')
  const topic = textAt(value, 'TopicArn')
  if (change !== undefined && id !== null && topic !== null) {
    return { kind: 'subscription', change, id, topic }
  }
  return type === 'Notification'
    ? unwrapMessage(value['Message'], toPublishedAt(textAt(value, 'Timestamp')), source)
    : { kind: 'unreadable', reason: 'not_a_notification', source }
}

/** JSON in a string. Some test tools put the object itself there. */
function unwrapMessage(message: unknown, publishedAt: string | null, source: string): AwsNotification {
  if (typeof message !== 'string') return { kind: 'published', message, publishedAt, source }
  const decoded = decodeJson(Buffer.from(message))
  return decoded.kind === 'undecodable'
    ? { kind: 'unreadable', reason: `message_${decoded.reason}`, source }
    : { kind: 'published', message: decoded.value, publishedAt, source }
}

function toPublishedAt(timestamp: string | null): string | null {
  const milliseconds = timestamp === null ? Number.NaN : Date.parse(timestamp)
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString()
}
