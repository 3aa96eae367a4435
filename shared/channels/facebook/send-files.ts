import type { ChannelSender, OutgoingFile } from '../sender.ts'
import { DOCUMENT_TYPES } from '../kit/document-types.ts'

const MEGABYTE = 1024 * 1024

/**
 * Facebook fetches them by their link: pictures of up to 8 MB, anything else of up to 25 MB, and takes nothing beside them.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets (22 Apr 2026).
 * Types: https://developers.facebook.com/docs/messenger-platform/send-messages; comments hold one picture:
 * https://developers.facebook.com/docs/graph-api/reference/object/comments
 */
export const FILES: ChannelSender['files'] = {
  private: {
    filesMax: 1,
    kinds: {
      image: {
        sizeBytesMax: 8 * MEGABYTE,
        mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
        takesText: false,
      },
      audio: {
        sizeBytesMax: 25 * MEGABYTE,
        mimeTypes: ['audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/ogg', 'audio/wav'],
        takesText: false,
      },
      video: {
        sizeBytesMax: 25 * MEGABYTE,
        mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm', 'video/ogg'],
        takesText: false,
      },
      file: { sizeBytesMax: 25 * MEGABYTE, mimeTypes: DOCUMENT_TYPES, takesText: false },
    },
  },
  public: {
    filesMax: 1,
    kinds: {
      image: {
        sizeBytesMax: 8 * MEGABYTE,
        mimeTypes: ['image/jpeg', 'image/png', 'image/gif'],
        takesText: true,
      },
    },
  },
}

export function toAttachment({ type, url }: OutgoingFile): Record<string, unknown> {
  return { attachment: { type, payload: { url } } }
}
