import type { AttachmentType, Content, InboundAttachment } from '../../domain/content.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { idAt } from './ids.ts'
import { Attachment, Coordinates } from './schema.ts'

const TYPES: ReadonlyMap<string, AttachmentType> = new Map([
  ['image', 'image'],
  ['audio', 'audio'],
  ['video', 'video'],
  ['file', 'file'],
  ['sticker', 'sticker'],
  ['reel', 'video'],
  ['ig_reel', 'video'],
  ['location', 'location'],
  ['post', 'share'],
  ['ig_post', 'share'],
  ['ig_story', 'share'],
  ['story_mention', 'share'],
  ['share', 'share'],
  ['fallback', 'share'],
])

export type ReadAttachments = {
  attachments: InboundAttachment[]
  /** A pin or a template shapes the message; files and links only hang on it. */
  content: Content | null
  /** The words of a template, which our side wrote. */
  templateText: string | null
  /** Nothing of an attachment was said but its type, or its type is not known: what the platform calls it. */
  unreadable: string | null
}

export function readAttachments(items: readonly unknown[], stickerId: string | null): ReadAttachments {
  const read: ReadAttachments = { attachments: [], content: null, templateText: null, unreadable: null }
  const stickers = new Set<string>()
  for (const item of items) {
    const attachment = Attachment.safeParse(item).data
    if (attachment === undefined) read.unreadable ??= 'attachment'
    else if (attachment.type === 'template') readTemplate(attachment, read)
    else if (attachment.type !== 'location' || !readLocation(attachment, read)) {
      readFile(attachment, items.length === 1 ? stickerId : null, stickers, read)
    }
  }
  return read
}

/**
 * A sticker was an image with a `sticker_id` until June 2026, an image and a sticker of the same id until August 2026,
 * and is a sticker since: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages
 */
function readFile(
  { type, title, url, payload }: Attachment,
  messageStickerId: string | null,
  stickers: Set<string>,
  read: ReadAttachments,
): void {
  const stickerId = idAt(payload, 'sticker_id') ?? messageStickerId
  if (stickerId !== null) {
    if (stickers.has(stickerId)) return
    stickers.add(stickerId)
  }
  const known = TYPES.get(type)
  const link = typeof payload === 'string' && payload !== '' ? payload : null
  const providerUrl = textAt(payload, 'url') ?? (url || link)
  const name = title || textAt(payload, 'title')
  const providerMediaId =
    stickerId ?? idAt(payload, 'attachment_id') ?? idAt(payload, 'reel_video_id') ?? idAt(payload, 'id')
  if (known === undefined || (providerUrl === null && name === null && providerMediaId === null)) {
    read.unreadable ??= type
  }
  const named = known === undefined ? type : name
  read.attachments.push(
    toAttachment(stickerId === null ? (known ?? 'file') : 'sticker', {
      name: named,
      providerMediaId,
      providerUrl,
    }),
  )
}

/** false where it has no usable coordinates: then it is a link to a map like any other. */
function readLocation({ title, url, payload }: Attachment, read: ReadAttachments): boolean {
  const coordinates = isRecord(payload) ? Coordinates.safeParse(payload['coordinates']).data : undefined
  if (coordinates === undefined || read.content !== null) return false
  const { lat, long } = coordinates
  const place = { name: title || null, address: null, url: url || textAt(payload, 'url') }
  read.content = { type: 'location', latitude: lat, longitude: long, ...place }
  return true
}

/** A card that our side or an app sent, or a product of the Page's catalogue that the customer shared. */
function readTemplate({ title, url, payload }: Attachment, read: ReadAttachments): void {
  const product = isRecord(payload) ? payload['product'] : undefined
  const name = textAt(payload, 'template_type') ?? (isRecord(product) ? 'product' : 'unnamed')
  read.content ??= { type: 'template', name, language: 'und' }
  read.templateText ??= textAt(payload, 'text')
  const cards = listAt(product, 'elements') ?? listAt(payload, 'elements') ?? []
  for (const card of cards) {
    read.attachments.push(
      toAttachment('share', {
        name: textAt(card, 'title'),
        providerMediaId: idAt(card, 'id') ?? idAt(card, 'attachment_id'),
        providerUrl: textAt(card, 'url') ?? textAt(card, 'image_url'),
      }),
    )
  }
  if (cards.length === 0 && (title || url)) read.attachments.push(toLink(title || null, url || null))
  for (const button of listAt(payload, 'buttons') ?? []) {
    const target = textAt(button, 'url')
    if (target !== null) read.attachments.push(toLink(textAt(button, 'title'), target))
  }
}

function toLink(name: string | null, providerUrl: string | null): InboundAttachment {
  return toAttachment('share', { name, providerMediaId: null, providerUrl })
}

function listAt(value: unknown, key: string): unknown[] | null {
  const list = isRecord(value) ? value[key] : undefined
  return Array.isArray(list) ? list : null
}

export function toAttachment(
  type: AttachmentType,
  file: Pick<InboundAttachment, 'name' | 'providerMediaId' | 'providerUrl'>,
): InboundAttachment {
  return { type, ...file, mimeType: null, sizeBytes: null, digest: null, voice: false }
}
