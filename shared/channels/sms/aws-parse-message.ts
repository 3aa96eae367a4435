import type { Party } from '../../domain/identity.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { type JsonRecord, textAt } from '../kit/json-record.ts'
import { AWS_WORDS, toOptOutAction } from './opt-out-words.ts'

/**
 * A text to one of our numbers. `messageKeyword` is the keyword that AWS found registered at the number, not what was
 * written: it decides nothing here.
 */
export function parseAwsMessage(fields: JsonRecord, sentAt: string | null): InboundEvent[] | null {
  const providerId = textAt(fields, 'inboundMessageId')
  const customer = textAt(fields, 'originationNumber')
  if (providerId === null || customer === null) return null
  const party: Party = {
    identities: [{ channel: 'sms', scope: '-', externalId: customer }],
    name: null,
    handle: null,
  }
  const thread = { visibility: 'private', party } as const
  const body = fields['messageBody']
  const type = textAt(fields, 'messageType') ?? 'TEXT'
  if (typeof body !== 'string' || type !== 'TEXT') {
    const of = type === 'TEXT' ? 'unknown' : type
    return [{ kind: 'unsupported', providerId, thread, sentAt, of, raw: fields }]
  }
  const message: InboundEvent = {
    kind: 'message',
    providerId,
    thread,
    sentAt,
    text: body === '' ? null : body,
    content: { type: 'text' },
    attachments: [],
    replyTo: textAt(fields, 'previousPublishedMessageId'),
    referral: null,
    forwarded: false,
  }
  const action = toOptOutAction(body, AWS_WORDS)
  if (action === null) return [message]
  return [message, { kind: 'opt_out', party, action, scope: 'all', by: 'keyword', at: sentAt }]
}
