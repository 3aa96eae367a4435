import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { CutOutcome } from '../contract.ts'
import { hashJson } from '../kit/hash-json.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { beginMasking, type Masking, toMaskedNames } from '../kit/masking.ts'
import { toOtherParticipant } from './conversation-id.ts'
import { idAt } from './id.ts'
import { maskTexts } from './mask.ts'
import { findPerson, type Person, toPerson } from './person.ts'
import { IGNORED_EVENTS, type Piece } from './piece.ts'
import { authorOf, readReferences } from './post-references.ts'

/** What stands around an element, in either product's shape. */
export type Surroundings = {
  redaction: Redaction
  event: string
  accountId: string
  /** Users by id, or a list of them. */
  users: unknown
  media: unknown
  /** X Activity's own id of the event, where the element has none. */
  eventId: string | null
  /** A webhook body that holds nothing but this element, so that it can be cut again once it is understood. */
  toBody: (item: unknown) => JsonRecord
}

type Cut = { group: string; key: string; person?: Person | null; media?: unknown }

type Cutter = (item: JsonRecord, around: Surroundings) => Cut | null

const CUTTERS: Readonly<Record<Piece['kind'], Cutter>> = {
  dm: cutMessage,
  post: cutPost,
  delete: cutDeletion,
  chat: cutChat,
  revoke: cutRevocation,
  event: cutEvent,
}

/** One element to one envelope, or to quarantine where it lacks what no envelope can do without. */
export function cutItem(kind: Piece['kind'], item: unknown, around: Surroundings, outcome: CutOutcome): void {
  const cut = isRecord(item) ? CUTTERS[kind](item, around) : null
  if (!isRecord(item) || cut === null) {
    keep(outcome, `${kind}_malformed`, around.toBody(item))
    return
  }
  const { event, accountId, users, redaction } = around
  const piece: Piece = { kind, event }
  const masking = beginMasking(redaction)
  if (!IGNORED_EVENTS.has(event)) {
    maskTexts(item, masking)
    piece.item = item
    // What somebody is called is not what they wrote.
    if (cut.person) piece.person = toMasked(cut.person, beginMasking(redaction))
    if (cut.media !== undefined) piece.media = toMasked(cut.media, masking)
  }
  const handle = findPerson(users, accountId)?.handle ?? null
  const account = { id: accountId, name: handle === null ? null : `@${handle}` }
  outcome.envelopes.push({
    channel: 'twitter',
    provider: 'x',
    account,
    group: cut.group,
    key: cut.key,
    ...toMaskedNames(masking),
    payload: piece,
  })
}

export function keep(outcome: CutOutcome, reason: string, body: unknown): void {
  outcome.uncut.push({ reason, bytes: new TextEncoder().encode(JSON.stringify(body)) })
}

function cutMessage(item: JsonRecord, { accountId, users }: Surroundings): Cut | null {
  const id = idAt(item, 'id')
  const message = item['message_create']
  const sender = idAt(message, 'sender_id')
  const recipient = isRecord(message) ? idAt(message['target'], 'recipient_id') : null
  const other = sender === accountId ? recipient : sender
  if (id === null || other === null) return null
  return { group: other, key: `dm:${id}`, person: findPerson(users, other) }
}

function cutPost(item: JsonRecord, { users, media }: Surroundings): Cut | null {
  const id = idAt(item, 'id')
  if (id === null) return null
  const author = authorOf(item)
  const person = toPerson(item['user']) ?? (author === null ? null : findPerson(users, author))
  return { group: readReferences(item, id).root, key: `post:${id}`, person, media }
}

/** `{ id, author_id }`, or `{ status: { id, user_id }, timestamp_ms }`. The conversation is not named. */
function cutDeletion(item: JsonRecord): Cut | null {
  const id = idAt(item, 'id') ?? idAt(item['status'], 'id')
  return id === null ? null : { group: id, key: `delete:${id}` }
}

function cutChat(item: JsonRecord, { accountId }: Surroundings): Cut | null {
  const id = textAt(item, 'id')
  if (id === null) return null
  return { group: toOtherParticipant(item, accountId) ?? accountId, key: `chat:${id}` }
}

function cutRevocation(item: JsonRecord, { accountId }: Surroundings): Cut {
  return { group: accountId, key: `revoke:${textAt(item, 'date_time') ?? hashJson(item)}` }
}

function cutEvent(item: JsonRecord, { event, accountId, eventId }: Surroundings): Cut {
  return { group: accountId, key: `${event}:${eventId ?? hashJson(item)}` }
}

function toMasked<T>(value: T, masking: Masking): T {
  if (typeof value === 'object' && value !== null) maskTexts(value, masking)
  return value
}
