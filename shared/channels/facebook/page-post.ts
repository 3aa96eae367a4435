import type { Content, InboundAttachment } from '../../domain/content.ts'
import type { Party } from '../../domain/identity.ts'
import { toUnknownAuthor } from '../../domain/unknown-author.ts'
import { textAt } from '../kit/json-record.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { toAttachment } from './attachments.ts'
import type { PageValue } from './schema.ts'
import { toFeedParty } from './sides.ts'

/** A change of `feed`, `mention` or `ratings` with what every kind needs. */
export type PageReading = {
  page: string
  field: string
  key: string
  value: PageValue
  /** null where the platform does not say: permission missing, account deleted, or a mention. */
  author: { id: string; name: string | null } | null
  /** The author is the Page. */
  isOwn: boolean
  /** When the platform noticed: an edit's `created_time` is that of the comment, not of the edit. */
  noticedAt: string | null
}

/** Since Graph API 2.11 `from`; before, and in bodies that mix both, `sender_id`. */
export function authorOf(value: PageValue): PageReading['author'] {
  const { from } = value
  if (from?.id) return { id: from.id, name: from.name || null }
  if (value.sender_id) return { id: value.sender_id, name: value.sender_name || null }
  if (value.reviewer_id) return { id: value.reviewer_id, name: value.reviewer_name || null }
  return value.user_id ? { id: value.user_id, name: null } : null
}

/** Where nobody is named, the author is whoever wrote this very thing, until somebody looks them up. */
export function toParty({ page, author }: PageReading, id: string): Party {
  return toFeedParty(page, author ?? { id: toUnknownAuthor(id), name: null })
}

export function writtenAt({ value, noticedAt }: PageReading): string | null {
  return toIsoTime(value.created_time) ?? noticedAt
}

export function toBody({ value }: PageReading): {
  text: string | null
  content: Content
  attachments: InboundAttachment[]
} {
  const attachments = [...filesOf(value), ...linksOf(value)]
  return {
    text: value.message || null,
    content: { type: attachments.length > 0 ? 'media' : 'text' },
    attachments,
  }
}

/** Plain addresses without a type: of a photo or video post in `link`, of a comment in `photo` or `video` (also a GIF). */
function filesOf(value: PageValue): InboundAttachment[] {
  const link = textAt(value, 'link')
  const photo = textAt(value, 'photo') ?? (value.item === 'photo' ? link : null)
  const video = textAt(value, 'video') ?? (value.item === 'video' ? link : null)
  const photos = value['photos']
  const others: unknown[] = Array.isArray(photos) ? photos : []
  const urls = others.filter((url) => typeof url === 'string' && url !== '' && url !== photo)
  return [
    ...toFiles('image', photo, value.photo_id ?? null),
    ...toFiles('video', video, value.video_id ?? null),
    ...urls.flatMap((url) => toFiles('image', String(url), null)),
  ]
}

function toFiles(type: 'image' | 'video', url: string | null, id: string | null): InboundAttachment[] {
  if (url === null && id === null) return []
  return [toAttachment(type, { name: null, providerMediaId: id, providerUrl: url })]
}

function linksOf(value: PageValue): InboundAttachment[] {
  const link = textAt(value, 'link')
  if (link === null || value.item === 'photo' || value.item === 'video') return []
  return [toAttachment('share', { name: null, providerMediaId: null, providerUrl: link })]
}
