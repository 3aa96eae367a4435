import type { AttachmentType, InboundAttachment } from '../../domain/content.ts'
import { idAt } from './id.ts'
import { unwrap } from './person.ts'
import { IncludedMedia, type LegacyMedia, type Post } from './schema.ts'

type Variants = NonNullable<IncludedMedia['variants']>

const VIDEO = 'video/mp4'

/** The first part of a media key tells the kind where X sends the key alone. */
const KINDS_BY_KEY: Readonly<Record<string, string>> = {
  '3': 'photo',
  '7': 'video',
  '13': 'video',
  '16': 'animated_gif',
}

/** Pictures and videos of a post: named by key in v2, whole in v1.1. */
export function toPostAttachments(post: Post, included: unknown): InboundAttachment[] {
  const keys = post.attachments?.media_keys ?? []
  if (keys.length > 0) return keys.map((key) => toIncludedAttachment(key, included))
  const { extended_tweet: extended } = post
  const media =
    extended?.extended_entities?.media ??
    post.extended_entities?.media ??
    extended?.entities?.media ??
    post.entities?.media ??
    []
  return media.map(toLegacyAttachment)
}

export function toLegacyAttachment(media: LegacyMedia): InboundAttachment {
  return toAttachment(media.type, idAt(media, 'id'), media.media_url_https, media.video_info?.variants)
}

function toIncludedAttachment(key: string, included: unknown): InboundAttachment {
  const candidates = Array.isArray(included)
    ? included.map((one) => IncludedMedia.safeParse(unwrap(one)).data)
    : []
  const media = candidates.find((one) => one?.media_key === key)
  const kind = media?.type ?? KINDS_BY_KEY[key.split('_')[0] ?? '']
  return toAttachment(kind, key, media?.url, media?.variants)
}

/** A video is named by its best file; what X calls its URL is the still picture. */
function toAttachment(
  kind: string | null | undefined,
  providerMediaId: string | null,
  url: string | null | undefined,
  variants: Variants | null | undefined,
): InboundAttachment {
  const type = toType(kind)
  const video = type === 'video' ? bestVideo(variants ?? []) : null
  return {
    type,
    name: null,
    mimeType: video === null ? null : VIDEO,
    sizeBytes: null,
    providerMediaId,
    providerUrl: video ?? (url || null),
    digest: null,
    voice: false,
  }
}

/** X turns GIFs into silent videos. */
function toType(kind: string | null | undefined): AttachmentType {
  if (kind === 'photo') return 'image'
  return kind === 'video' || kind === 'animated_gif' ? 'video' : 'file'
}

function bestVideo(variants: Variants): string | null {
  const rateOf = ({ bitrate, bit_rate }: Variants[number]): number => bitrate ?? bit_rate ?? 0
  const files = variants.filter(({ content_type, url }) => content_type === VIDEO && url)
  return files.sort((left, right) => rateOf(right) - rateOf(left))[0]?.url ?? null
}
