import type { InboundEvent } from '../../domain/inbound.ts'
import { isRecord } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { IGNORED_FIELDS } from './fields.ts'
import { authorOf, type PageReading } from './page-post.ts'
import { parseComment } from './parse-comment.ts'
import { parsePageReaction } from './parse-page-reaction.ts'
import { parsePost } from './parse-post.ts'
import { parseReview } from './parse-review.ts'
import type { Piece } from './piece.ts'
import { PageValue } from './schema.ts'

const CONVERSATION_FIELDS: ReadonlySet<string> = new Set(['feed', 'mention', 'ratings'])

/** Things that a Page or a visitor can put into a feed. */
const POST_ITEMS: ReadonlySet<string> = new Set([
  'album',
  'event',
  'link',
  'note',
  'photo',
  'post',
  'share',
  'status',
  'video',
])

/** What is done to a person or a video, not to a conversation. */
const IGNORED_VERBS: ReadonlySet<string> = new Set([
  'block',
  'follow',
  'mute',
  'unblock',
  'unfollow',
  'unmute',
])

/** One change of a Page's fields. */
export function parseChange(piece: Piece, key: string): InboundEvent[] {
  const field = piece.field ?? 'change'
  if (IGNORED_FIELDS.has(field)) return [{ kind: 'ignored', reason: `${field}_not_stored` }]
  const value = CONVERSATION_FIELDS.has(field) ? PageValue.safeParse(piece.item).data : undefined
  if (value === undefined) return [toUnplaced(piece, key, field)]
  if (IGNORED_VERBS.has(value.verb)) return [{ kind: 'ignored', reason: `${field}_${value.verb}` }]
  const author = authorOf(value)
  const noticedAt = toIsoTime(piece.time)
  const isOwn = author?.id === piece.page
  const reading: PageReading = { page: piece.page, field, key, value, author, isOwn, noticedAt }
  return [parseItem(reading) ?? toUnplaced(piece, key, `${field}_${value.item}_${value.verb}`)]
}

/** null where it is not known what the change says, or it lacks the ids that it must have. */
function parseItem(reading: PageReading): InboundEvent | null {
  const { item } = reading.value
  if (item === 'comment') return parseComment(reading)
  if (item === 'like' || item === 'reaction') return parsePageReaction(reading)
  if (item === 'rating') return parseReview(reading)
  return POST_ITEMS.has(item) ? parsePost(reading) : null
}

function toUnplaced(piece: Piece, key: string, of: string): InboundEvent {
  const created = isRecord(piece.item) ? toIsoTime(piece.item['created_time']) : null
  return { kind: 'unsupported', providerId: key, thread: null, sentAt: created, of, raw: piece.item ?? null }
}
