import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { toLookUpSinceMs } from '../kit/look-up-since.ts'
import type { ChannelSender, LookUpOutcome, OutgoingMessage, PlatformAnswer } from '../sender.ts'
import { toMessagesCall } from './twilio-send-request.ts'

const NEWEST = '50'

/**
 * By the two numbers, newest first; the time is compared here, because Twilio filters by the day on which a message was sent
 * and one that still waits has none. https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources
 */
export const twilioLookUp: NonNullable<ChannelSender['lookUp']> = {
  toCall: ({ account, recipient }, _, credential) =>
    toMessagesCall({ query: { To: recipient.externalId, From: account, PageSize: NEWEST } }, credential),
  readAnswer,
}

function readAnswer(answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string): LookUpOutcome {
  const body = answer.kind === 'https' && answer.status === 200 ? decodeAnswer(answer.body) : null
  const messages = body?.['messages']
  if (!Array.isArray(messages)) return { kind: 'unclear' }
  const sinceMs = toLookUpSinceMs(attemptedAt)
  const since = messages.filter((one) => isRecord(one) && isOutboundSince(one, sinceMs))
  const providerId = textAt(
    since.find((one) => textAt(one, 'body') === message.text),
    'sid',
  )
  if (providerId !== null) return { kind: 'sent', providerId }
  // An account that redacts bodies cannot tell which message this is.
  return { kind: since.some((one) => textAt(one, 'body') === null) ? 'unclear' : 'not_found' }
}

function isOutboundSince(message: Record<string, unknown>, sinceMs: number): boolean {
  const isOurs = textAt(message, 'direction')?.startsWith('outbound') === true
  return isOurs && Date.parse(textAt(message, 'date_created') ?? '') >= sinceMs
}
