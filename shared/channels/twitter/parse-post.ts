import type { Envelope } from '../../domain/envelope.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { toUnknownAuthor } from '../../domain/unknown-author.ts'
import { isRecord } from '../kit/json-record.ts'
import { toEcho, toMessage, toUnreadable, type Written } from './entry-events.ts'
import { idAt } from './id.ts'
import { toPostAttachments } from './media.ts'
import { toParty } from './person.ts'
import type { Piece } from './piece.ts'
import { authorOf, type PostReferences, readReferences } from './post-references.ts'
import { Post } from './schema.ts'
import { unescapeText } from './text.ts'
import { toInstant } from './time.ts'

/** A mention, reply or quote by somebody, or a post of our own. null where nothing names the post. */
export function parsePost(piece: Piece, { account }: Envelope): InboundEvent | null {
  const { item } = piece
  const id = idAt(item, 'id')
  if (id === null) return null
  const references = readReferences(item, id)
  if (references.isRepost) return { kind: 'ignored', reason: 'repost' }
  const author = authorOf(item) ?? piece.person?.id ?? toUnknownAuthor(id)
  const sentAt = isRecord(item) ? (toInstant(item['timestamp_ms']) ?? toInstant(item['created_at'])) : null
  const written = toWritten(id, sentAt, references, piece)
  const unreadable = { providerId: id, sentAt, of: 'post', raw: item }
  const place = { visibility: 'public' as const, root: references.root, subject: null }
  if (author !== account.id) {
    const thread = { ...place, party: toParty(author, piece.person), parent: references.parent }
    return written === null ? toUnreadable(unreadable, thread, false) : toMessage(written, thread, null)
  }
  if (references.parent === null) return { kind: 'ignored', reason: 'own_post' }
  const thread = { ...place, party: null, parent: references.parent }
  return written === null ? toUnreadable(unreadable, thread, true) : toEcho(written, thread)
}

/** X text keeps its leading mentions and its links. null where there is no text to read. */
function toWritten(
  providerId: string,
  sentAt: string | null,
  { parent, quoted }: PostReferences,
  { item, media }: Piece,
): Written | null {
  const post = Post.safeParse(item).data
  const text =
    post?.note_tweet?.text ?? post?.extended_tweet?.full_text ?? post?.full_text ?? post?.text ?? null
  if (post === undefined || text === null) return null
  const attachments = toPostAttachments(post, media)
  return {
    providerId,
    sentAt,
    text: text === '' ? null : unescapeText(text),
    content: { type: attachments.length > 0 ? 'media' : 'text' },
    attachments,
    replyTo: parent ?? quoted,
  }
}
