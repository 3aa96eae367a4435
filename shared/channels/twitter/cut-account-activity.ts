import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { CutOutcome } from '../contract.ts'
import { isRecord, type JsonRecord } from '../kit/json-record.ts'
import { cutItem, keep } from './cut-piece.ts'
import { idAt } from './id.ts'
import type { Piece } from './piece.ts'

/** Lists whose elements are not an `event`. https://docs.x.com/x-api/account-activity/introduction */
const KINDS: ReadonlyMap<string, Piece['kind']> = new Map([
  ['direct_message_events', 'dm'],
  ['tweet_create_events', 'post'],
  ['tweet_delete_events', 'delete'],
])

/** Account Activity API, deprecated and still running: lists of events of one subscribed user. */
export function cutAccountActivity(body: JsonRecord, redaction: Redaction, outcome: CutOutcome): void {
  const accountId = idAt(body, 'for_user_id')
  if (accountId === null) return keep(outcome, 'account_missing', body)
  const { users } = body
  for (const [event, items] of Object.entries(body)) {
    // Beside the lists stand ids and flags, and what the elements refer to.
    if (event === 'users' || event === 'apps' || items === null) continue
    if (typeof items !== 'object') {
      if (KINDS.has(event)) keep(outcome, 'unexpected_shape', { [event]: items })
      continue
    }
    const toBody = (item: unknown): JsonRecord => ({ for_user_id: accountId, users, [event]: [item] })
    const around = { redaction, event, accountId, users, media: undefined, eventId: null, toBody }
    const kind = KINDS.get(event) ?? 'event'
    const list: readonly unknown[] = Array.isArray(items) ? items : [items]
    for (const item of list) {
      cutItem(kind, kind === 'event' && !isRecord(item) ? { item } : item, around, outcome)
    }
  }
}

/** `user_event` comes without `for_user_id`. Its one kind says that a user took the app's access back. */
export function cutUserEvent(body: JsonRecord, redaction: Redaction, outcome: CutOutcome): void {
  const { user_event: userEvent } = body
  const revoke = isRecord(userEvent) ? userEvent['revoke'] : undefined
  const accountId = isRecord(revoke) ? idAt(revoke['source'], 'user_id') : null
  if (accountId === null) return keep(outcome, 'account_missing', body)
  const event = 'user_event.revoke'
  const toBody = (item: unknown): JsonRecord => ({ user_event: { revoke: item } })
  const around = { redaction, event, accountId, users: undefined, media: undefined, eventId: null, toBody }
  cutItem('revoke', revoke, around, outcome)
}
