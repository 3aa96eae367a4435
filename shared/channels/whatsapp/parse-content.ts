import type { Content, InboundAttachment } from '../../domain/content.ts'
import {
  ButtonBody,
  ContactCard,
  InteractiveBody,
  LocationBody,
  MediaBody,
  OrderBody,
  TextBody,
} from './schema.ts'
import { isRecord, type JsonRecord } from '../kit/json-record.ts'
import { readVcard } from './vcard.ts'

/** What a message says. */
export type Body = { text: string | null; content: Content; attachments: InboundAttachment[] }

/** `voice` is the name the on-premises API used for a voice note. */
const MEDIA_TYPES: ReadonlyMap<string, InboundAttachment['type']> = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['document', 'file'],
  ['sticker', 'sticker'],
  ['audio', 'audio'],
  ['voice', 'audio'],
])

/** null where the type is not known or its body is not of the documented shape. */
export function toBody(type: string, message: JsonRecord): Body | null {
  const body = message[type]
  const mediaType = MEDIA_TYPES.get(type)
  if (mediaType !== undefined) return toMedia(mediaType, type === 'voice', body)
  switch (type) {
    case 'text':
      return toText(body)
    case 'location':
      return toLocation(body)
    case 'contacts':
      return toContacts(body, message['origin'])
    case 'interactive':
      return toInteractive(body)
    case 'button':
      return toButton(body)
    case 'order':
      return toOrder(body)
    default:
      return null
  }
}

function toText(value: unknown): Body | null {
  const body = TextBody.safeParse(value).data
  return body === undefined ? null : toWords(body.body, { type: 'text' })
}

function toMedia(type: InboundAttachment['type'], isVoice: boolean, value: unknown): Body | null {
  const body = MediaBody.safeParse(value).data
  const providerMediaId = body?.id || null
  const providerUrl = body?.url || null
  if (body === undefined || (providerMediaId === null && providerUrl === null)) return null
  const attachment: InboundAttachment = {
    type,
    name: body.filename || null,
    mimeType: body.mime_type || null,
    sizeBytes: null,
    providerMediaId,
    providerUrl,
    digest: body.sha256 || null,
    voice: isVoice || body.voice === true,
  }
  return toWords(body.caption, { type: 'media' }, [attachment])
}

function toLocation(value: unknown): Body | null {
  const body = LocationBody.safeParse(value).data
  if (body === undefined) return null
  const { latitude, longitude } = body
  const place = { name: body.name || null, address: body.address || null, url: body.url || null }
  return toWords(null, { type: 'location', latitude, longitude, ...place })
}

function toContacts(value: unknown, messageOrigin: unknown): Body | null {
  if (!Array.isArray(value)) return null
  const cards: ContactCard[] = []
  for (const item of value) {
    const card = ContactCard.safeParse(item).data
    if (card === undefined) return null
    cards.push(card)
  }
  const requested = [messageOrigin, ...cards.map((card) => card.origin)].includes('contact_request')
  return toWords(null, { type: 'contacts', contacts: cards.map(toCard), requested })
}

/** A card shared by hand may have nothing but its vCard. */
function toCard({ name, phones, emails, vcard }: ContactCard) {
  const written = readVcard(vcard ?? '')
  const fullName = name?.formatted_name || [name?.first_name, name?.last_name].filter(Boolean).join(' ')
  const listedPhones = (phones ?? []).map(({ phone, wa_id }) => phone || (wa_id ? `+${wa_id}` : ''))
  const listedEmails = (emails ?? []).map(({ email }) => email ?? '')
  return {
    name: fullName || written.name,
    phones: listedPhones.length > 0 ? listedPhones.filter(Boolean) : written.phones,
    emails: listedEmails.length > 0 ? listedEmails.filter(Boolean) : written.emails,
  }
}

function toInteractive(value: unknown): Body | null {
  const body = InteractiveBody.safeParse(value).data
  switch (body?.type) {
    case undefined:
      return null
    case 'button_reply': {
      const { id, title } = body.button_reply
      return toWords(title, toPress('button', id))
    }
    case 'list_reply': {
      const { id, title, description } = body.list_reply
      return toWords(title, toPress('list', id, description))
    }
    // Its `body` is written by the platform ("Sent", or a filled address in one line), not by the customer.
    case 'nfm_reply':
      return toWords(null, toPress('flow', body.nfm_reply.response_json, body.nfm_reply.body))
    case 'call_permission_reply':
      return toWords(null, toPress('call_permission', body.call_permission_reply.response))
  }
}

function toButton(value: unknown): Body | null {
  const body = ButtonBody.safeParse(value).data
  return body === undefined ? null : toWords(body.text, toPress('quick_reply', body.payload))
}

function toOrder(value: unknown): Body | null {
  const body = OrderBody.safeParse(value).data
  if (body === undefined) return null
  const items = body.product_items.map((item) => ({
    productId: item.product_retailer_id,
    quantity: Number(item.quantity),
    price: String(item.item_price),
    currency: item.currency,
  }))
  if (!items.every(({ quantity }) => Math.abs(quantity) <= Number.MAX_SAFE_INTEGER)) return null
  return toWords(body.text, { type: 'order', catalogId: body.catalog_id || null, items })
}

type PressKind = Extract<Content, { type: 'interactive' }>['kind']

function toPress(kind: PressKind, payload: string | null | undefined, description?: string | null): Content {
  return { type: 'interactive', kind, payload: payload || null, description: description || null }
}

function toWords(
  text: string | null | undefined,
  content: Content,
  attachments: InboundAttachment[] = [],
): Body {
  return { text: text || null, content, attachments }
}

/** What the platform itself called a message it could not pass on, or else its type. */
export function toUnsupportedName(type: string, message: JsonRecord): string {
  const inner = isRecord(message['unsupported']) ? message['unsupported']['type'] : undefined
  return typeof inner === 'string' && inner !== '' ? inner : type
}
