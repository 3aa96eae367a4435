import type { AttachmentType, InboundAttachment } from '../../domain/content.ts'
import type { TwilioFields } from './twilio-schema.ts'

const MEDIA_NAME = /^Media(?:Url|ContentType)(0|[1-9]\d{0,2})$/
const MEDIA_SID = /\/Media\/(ME[0-9a-zA-Z]+)/

/** Twilio's limit for one message; bounds what a wrong `NumMedia` can make of one request. */
const MEDIA_COUNT_MAX = 10

const TYPES: readonly { pattern: RegExp; type: AttachmentType }[] = [
  { pattern: /^image\//i, type: 'image' },
  { pattern: /^audio\//i, type: 'audio' },
  { pattern: /^video\//i, type: 'video' },
  { pattern: /^(?:text\/(?:x-)?vcard|application\/vcard|text\/directory)\b/i, type: 'contact' },
]

/**
 * Every file that is named (`MediaUrl3`) or counted (`NumMedia`): where the two disagree a file without an address is
 * shown rather than a file lost.
 */
export function toAttachments(fields: TwilioFields): InboundAttachment[] {
  const numbers = new Set<number>()
  const counted = Number(fields['NumMedia'] ?? 0)
  for (let number = 0; number < Math.min(counted, MEDIA_COUNT_MAX); number++) numbers.add(number)
  for (const name in fields) {
    const digits = MEDIA_NAME.exec(name)?.[1]
    if (digits !== undefined && fields[name] !== '') numbers.add(Number(digits))
  }
  return [...numbers].sort((a, b) => a - b).map((number) => toAttachment(fields, number))
}

function toAttachment(fields: TwilioFields, number: number): InboundAttachment {
  const url = fields[`MediaUrl${number}`] || null
  const mimeType = fields[`MediaContentType${number}`] || null
  return {
    type: toType(mimeType, fields['MessageType']),
    name: null,
    mimeType,
    sizeBytes: null,
    providerMediaId: url === null ? null : (MEDIA_SID.exec(url)?.[1] ?? null),
    providerUrl: url,
    digest: null,
    // Twilio does not say which audio is a voice note.
    voice: false,
  }
}

function toType(mimeType: string | null, messageType: string | undefined): AttachmentType {
  if (messageType === 'sticker') return 'sticker'
  if (mimeType !== null) return TYPES.find(({ pattern }) => pattern.test(mimeType))?.type ?? 'file'
  return messageType === 'image' || messageType === 'audio' || messageType === 'video' ? messageType : 'file'
}
