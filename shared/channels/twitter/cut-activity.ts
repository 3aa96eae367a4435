import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { CutOutcome } from '../contract.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { cutItem, keep, type Surroundings } from './cut-piece.ts'
import { idAt } from './id.ts'
import type { Piece } from './piece.ts'

const MESSAGES = 'direct_message_events'

/** Events whose payload is not an `event` of its own kind. https://docs.x.com/x-api/activity/event-payloads */
const KINDS: ReadonlyMap<string, Piece['kind']> = new Map([
  ['dm.received', 'dm'],
  ['dm.sent', 'dm'],
  ['chat.received', 'chat'],
  ['chat.sent', 'chat'],
  ['post.create', 'post'],
  ['post.mention.create', 'post'],
  ['post.reply.create', 'post'],
  ['post.quote.create', 'post'],
  ['post.repost.create', 'post'],
  ['post.delete', 'delete'],
  ['oauth.revoke', 'revoke'],
])

/** X Activity API: `data` is one event; a list of them is not promised and not excluded. */
export function cutActivity(data: unknown, redaction: Redaction, outcome: CutOutcome): void {
  if (Array.isArray(data)) for (const event of data) cutActivityEvent(event, redaction, outcome)
  else cutActivityEvent(data, redaction, outcome)
}

function cutActivityEvent(event: unknown, redaction: Redaction, outcome: CutOutcome): void {
  const name = textAt(event, 'event_type')
  if (!isRecord(event) || name === null) return keep(outcome, 'event_malformed', { data: event })
  const { filter, payload, includes } = event
  // A revocation comes with an empty filter; a filter by keyword belongs to no account.
  const accountId = idAt(filter, 'user_id') ?? (name === 'oauth.revoke' ? idAt(payload, 'user_id') : null)
  if (accountId === null) return keep(outcome, 'account_missing', { data: event })
  const kind = KINDS.get(name) ?? 'event'
  const around: Surroundings = {
    redaction,
    event: name,
    accountId,
    users: isRecord(includes) ? includes['users'] : undefined,
    media: isRecord(includes) ? includes['media'] : undefined,
    eventId: idAt(event, 'event_uuid'),
    toBody: (item) => ({ data: { ...event, payload: item } }),
  }
  if (kind === 'dm') cutMessages(payload, around, outcome)
  else if (kind === 'event' && !isRecord(payload)) cutItem(kind, { payload }, around, outcome)
  else cutItem(kind, payload, around, outcome)
}

function cutMessages(payload: unknown, around: Surroundings, outcome: CutOutcome): void {
  const items = isRecord(payload) ? payload[MESSAGES] : undefined
  if (!isRecord(payload) || !Array.isArray(items)) {
    keep(outcome, 'dm_malformed', around.toBody(payload))
    return
  }
  const { users } = payload
  const toBody = (item: unknown): JsonRecord => around.toBody({ ...payload, [MESSAGES]: [item] })
  for (const item of items) cutItem('dm', item, { ...around, users, toBody }, outcome)
}
