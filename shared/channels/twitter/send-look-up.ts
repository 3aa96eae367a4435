import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { endsTooEarly, isSameText, toLookUpSinceMs } from '../kit/look-up-list.ts'
import type { ChannelSender, LookUpOutcome, OutgoingMessage, PlatformAnswer } from '../sender.ts'
import { idAt } from './id.ts'
import { toXCall } from './send-request.ts'
import { unescapeText } from './text.ts'

/** X shortens links, and takes more for one than has a scheme: `shop.example` is one. */
const MAY_HOLD_LINK = /\S\.\S/
const NEWEST = 20

/** Only direct messages: a post comes back as `post.create`, and reading one's own posts costs. */
export const lookUpDirectMessage: NonNullable<ChannelSender['lookUp']> = {
  toCall: (message, _, credential, moment) => {
    if (message.visibility === 'public') return null
    const path = `/2/dm_conversations/with/${encodeURIComponent(message.recipient.externalId)}/dm_events`
    const query = {
      'dm_event.fields': 'id,text,sender_id,created_at',
      event_types: 'MessageCreate',
      max_results: String(NEWEST),
    }
    return toXCall({ method: 'GET', account: message.account, path, query }, credential, moment)
  },
  readAnswer,
}

/** https://docs.x.com/x-api/direct-messages/lookup/introduction: newest first; no `data` where there is nothing. */
function readAnswer(answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string): LookUpOutcome {
  const body = answer.kind === 'https' && answer.status === 200 ? decodeAnswer(answer.body) : null
  if (body === null || !isRecord(body['meta'])) return { kind: 'unclear' }
  const events: unknown[] = Array.isArray(body['data']) ? body['data'] : []
  const sinceMs = toLookUpSinceMs(attemptedAt)
  const ours = events.filter((event) => isOurs(event, message.account, sinceMs))
  // The oldest: the same words may have gone out once more since.
  const same = ours.findLast((event) => isSame(textAt(event, 'text'), message.text))
  const providerId = idAt(same, 'id')
  if (providerId !== null) return { kind: 'sent', providerId }
  const mayBeChanged = ours.length > 0 && MAY_HOLD_LINK.test(message.text ?? '')
  const hasMore = events.length >= NEWEST || textAt(body['meta'], 'next_token') !== null
  const isCut = endsTooEarly({ timesMs: events.map(timeOf), hasMore }, sinceMs)
  return { kind: mayBeChanged || isCut ? 'unclear' : 'not_found' }
}

/** Whether this list escapes texts as webhooks do is not documented: what was typed as `&amp;` is either. */
function isSame(listed: string | null, sent: string | null): boolean {
  return listed !== null && (isSameText(listed, sent) || isSameText(unescapeText(listed), sent))
}

function isOurs(event: unknown, account: string, sinceMs: number): boolean {
  return idAt(event, 'sender_id') === account && timeOf(event) >= sinceMs
}

function timeOf(event: unknown): number {
  return Date.parse(textAt(event, 'created_at') ?? '')
}
