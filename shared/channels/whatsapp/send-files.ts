import type { AttachmentType } from '../../domain/content.ts'
import { DOCUMENT_TYPES } from '../kit/document-types.ts'
import type { ChannelSender, OutgoingFile } from '../sender.ts'

const KILOBYTE = 1024
const MEGABYTE = 1024 * KILOBYTE
const CAPTION_CHARS_MAX = 1024

/**
 * One in a message, fetched by its link: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media.
 * Of stickers that of animated ones; the platform itself refuses still ones over 100 KB.
 */
export const FILES: ChannelSender['files'] = {
  private: {
    filesMax: 1,
    textMaxChars: CAPTION_CHARS_MAX,
    kinds: {
      image: { sizeBytesMax: 5 * MEGABYTE, mimeTypes: ['image/jpeg', 'image/png'], takesText: true },
      audio: {
        sizeBytesMax: 16 * MEGABYTE,
        mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
        takesText: false,
      },
      video: { sizeBytesMax: 16 * MEGABYTE, mimeTypes: ['video/mp4', 'video/3gpp'], takesText: true },
      file: { sizeBytesMax: 100 * MEGABYTE, mimeTypes: DOCUMENT_TYPES, takesText: true },
      sticker: { sizeBytesMax: 500 * KILOBYTE, mimeTypes: ['image/webp'], takesText: false },
    },
  },
}

const NAMES: Readonly<Partial<Record<AttachmentType, string>>> = { file: 'document' }

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
export function toMediaContent(file: OutgoingFile, caption: string | null): Record<string, unknown> {
  const type = NAMES[file.type] ?? file.type
  const content = {
    link: file.url,
    ...(caption === null ? {} : { caption }),
    ...(file.type === 'file' ? { filename: file.name } : {}),
  }
  return { type, [type]: content }
}
