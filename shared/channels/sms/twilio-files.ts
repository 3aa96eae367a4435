import type { FileRules } from '../../domain/media/file-rules.ts'

/** Ten files, 5 MB of them and the text together: https://www.twilio.com/docs/messaging/guides/accepted-mime-types (7 Jul 2026). */
const TOTAL_BYTES_MAX = 5_000_000

/** Of other files than pictures carriers take less, each its own number; Twilio says so in a later status. */
export const MMS: FileRules = {
  filesMax: 10,
  totalBytesMax: TOTAL_BYTES_MAX,
  kinds: {
    image: toKind(['image/jpeg', 'image/png', 'image/gif']),
    audio: toKind(['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/amr', 'audio/3gpp']),
    video: toKind(['video/mp4', 'video/3gpp', 'video/quicktime', 'video/webm']),
    file: toKind(['application/pdf', 'text/plain']),
    contact: toKind(['text/vcard']),
  },
}

function toKind(mimeTypes: readonly string[]) {
  return { sizeBytesMax: TOTAL_BYTES_MAX, mimeTypes, takesText: true }
}
