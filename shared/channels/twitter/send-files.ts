import type { FileRules } from '../../domain/media/file-rules.ts'
import type { ChannelSender, OutgoingFile, OutgoingMessage } from '../sender.ts'

const MEGABYTE = 1024 * 1024

/**
 * https://docs.x.com/x-api/media/introduction. X takes videos of up to 512 MB; of more than this a delivery has no time to
 * hand over. An animated GIF counts as a video.
 */
const KINDS: FileRules['kinds'] = {
  image: {
    sizeBytesMax: 5 * MEGABYTE,
    mimeTypes: ['image/jpeg', 'image/png', 'image/webp'],
    takesText: true,
  },
  video: {
    sizeBytesMax: 15 * MEGABYTE,
    mimeTypes: ['video/mp4', 'video/quicktime', 'image/gif'],
    takesText: true,
    isAlone: true,
  },
}

/** https://docs.x.com/x-api/media/quickstart/best-practices: four pictures, or one of anything else. */
export const FILES: ChannelSender['files'] = {
  private: { filesMax: 1, kinds: KINDS },
  public: { filesMax: 4, kinds: KINDS },
}

/** What X shall take it for: decides its limits. */
export function toMediaCategory(
  { visibility }: Pick<OutgoingMessage, 'visibility'>,
  { type, mimeType }: Pick<OutgoingFile, 'type' | 'mimeType'>,
): string {
  const kind = mimeType === 'image/gif' ? 'gif' : type
  return `${visibility === 'public' ? 'tweet' : 'dm'}_${kind}`
}

export function toMediaIds(files: readonly OutgoingFile[]): string[] {
  return files.flatMap(({ handedOver }) => (handedOver === null ? [] : [handedOver]))
}
