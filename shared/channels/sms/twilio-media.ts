import type { ChannelMedia, FilePlace, FileReference } from '../media.ts'
import type { Credential } from '../sender.ts'
import { toBasic, TWILIO_CREDENTIALS, TWILIO_HOSTS } from './twilio-send-request.ts'
import { requireCredential } from '../kit/credential.ts'

/** Of WhatsApp and RCS; carriers take less. https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const SIZE_BYTES_MAX = 16 * 1024 * 1024

const MEDIA_PATH =
  /^https:\/\/api(?:\.[a-z0-9-]+){0,2}\.twilio\.com(\/2010-04-01\/Accounts\/AC\w+\/Messages\/\w+\/Media\/ME\w+)$/

/**
 * The address of a file answers with a redirect to where it is stored, for four hours.
 * https://help.twilio.com/articles/223183748: with the account's credential, where it is asked for.
 */
export const twilioMedia: ChannelMedia = {
  credentialKeys: TWILIO_CREDENTIALS,
  hosts: TWILIO_HOSTS,
  fileHosts: ['*.twilio.com', '*.twiliocdn.com', 's3-external-1.amazonaws.com'],
  sizeBytesMax: {
    image: SIZE_BYTES_MAX,
    audio: SIZE_BYTES_MAX,
    video: SIZE_BYTES_MAX,
    file: SIZE_BYTES_MAX,
    sticker: SIZE_BYTES_MAX,
    contact: SIZE_BYTES_MAX,
  },
  // https://support.twilio.com/hc/en-us/articles/44750147594523
  mayComeLate: true,
  findFile,
  readPlace: null,
}

function findFile({ url }: FileReference, credential: Credential): FilePlace {
  if (url === null) return { kind: 'failed', code: 'media_unnamed' }
  const path = MEDIA_PATH.exec(url)?.[1]
  // The credential goes to Twilio's API and nowhere else.
  if (path === undefined) return { kind: 'file', request: { at: { url }, headers: {} } }
  const authorization = toBasic(requireCredential(credential, 'accountSid'), credential)
  return { kind: 'file', request: { at: { host: 'twilio', path }, headers: { authorization } } }
}
