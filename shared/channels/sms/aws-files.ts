import type { FileRules } from '../../domain/media/file-rules.ts'

const KILOBYTE = 1024
const PICTURE = { sizeBytesMax: 2048 * KILOBYTE, takesText: true }
const OTHER = { sizeBytesMax: 600 * KILOBYTE, takesText: true }

/** One in a message, which AWS reads in the bucket: https://docs.aws.amazon.com/sms-voice/latest/userguide/mms-limitations-character.html */
export const AWS_MMS: FileRules = {
  filesMax: 1,
  kinds: {
    image: { ...PICTURE, mimeTypes: ['image/jpeg', 'image/png', 'image/gif'] },
    audio: { ...OTHER, mimeTypes: ['audio/3gpp', 'audio/amr', 'audio/mp4', 'audio/mpeg', 'audio/ogg'] },
    video: { ...OTHER, mimeTypes: ['video/3gpp', 'video/mp4', 'video/quicktime', 'video/webm'] },
    file: { ...OTHER, mimeTypes: ['application/pdf'] },
    contact: { ...OTHER, mimeTypes: ['text/vcard'] },
  },
}
