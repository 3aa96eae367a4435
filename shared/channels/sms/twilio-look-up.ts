import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { endsTooEarly, isSameText, toLookUpSinceMs } from '../kit/look-up-list.ts'
import type { ChannelSender, LookUpOutcome, OutgoingMessage, PlatformAnswer } from '../sender.ts'
import { toMessagesCall } from './twilio-send-request.ts'

const NEWEST = 50

/**
 * By the two numbers, newest first; the time is compared here, because Twilio filters by the day on which a message was sent
 * and one that still waits has none. https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
export const twilioLookUp: NonNullable<ChannelSender['lookUp']> = {
  toCall: ({ account, recipient }, _, credential) =>
    toMessagesCall(
      { query: { To: recipient.externalId, From: account, PageSize: String(NEWEST) } },
      credential,
    ),
  readAnswer,
}

function readAnswer(answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string): LookUpOutcome {
  const body = answer.kind === 'https' && answer.status === 200 ? decodeAnswer(answer.body) : null
  const messages = body?.['messages']
  if (!Array.isArray(messages)) return { kind: 'unclear' }
  const sinceMs = toLookUpSinceMs(attemptedAt)
  const since = messages.filter((one) => isRecord(one) && isOutboundSince(one, sinceMs))
  const providerId = textAt(
    // The oldest: the same words may have gone out once more since.
    since.findLast((one) => isSameText(textAt(one, 'body'), message.text)),
    'sid',
  )
  if (providerId !== null) return { kind: 'sent', providerId }
  // An account that redacts bodies cannot tell which message this is.
  const isRedacted = since.some((one) => textAt(one, 'body') === null)
  const hasMore = messages.length >= NEWEST || textAt(body, 'next_page_uri') !== null
  const isCut = endsTooEarly({ timesMs: messages.map(timeOf), hasMore }, sinceMs)
  return { kind: isRedacted || isCut ? 'unclear' : 'not_found' }
}

function isOutboundSince(message: Record<string, unknown>, sinceMs: number): boolean {
  const isOurs = textAt(message, 'direction')?.startsWith('outbound') === true
  return isOurs && timeOf(message) >= sinceMs
}

function timeOf(message: unknown): number {
  return Date.parse(textAt(message, 'date_created') ?? '')
}
