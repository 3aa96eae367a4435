import type { ChannelMedia, FilePlace, FileReference } from '../media.ts'
import type { CallMoment, Credential } from '../sender.ts'
import { OAUTH1_KEYS } from './oauth1.ts'
import { TOKEN_KEY, toXCall, X_HOSTS } from './send-request.ts'

const MEGABYTE = 1024 * 1024

/** Where webhooks say that the picture of a direct message lies: message, media and file in the path. */
const PRIVATE_FILE =
  /^https:\/\/ton\.(?:twitter|x)\.com\/(?:[\w.]+\/)*dm\/(\d{1,19})\/(\d{1,19})\/([\w.-]{1,50})$/

/** Files of posts lie open; those of direct messages are handed out to their account. */
export const media: ChannelMedia = {
  credentialKeys: [OAUTH1_KEYS, [TOKEN_KEY]],
  hosts: X_HOSTS,
  fileHosts: ['pbs.twimg.com', 'video.twimg.com'],
  sizeBytesMax: { image: 25 * MEGABYTE, video: 512 * MEGABYTE, file: 25 * MEGABYTE },
  mayComeLate: false,
  findFile,
  readPlace: null,
}

/** https://docs.x.com/x-api/direct-messages/download-dm-media */
function findFile({ account, url }: FileReference, credential: Credential, moment: CallMoment): FilePlace {
  if (url === null) return { kind: 'failed', code: 'media_unnamed' }
  const [, messageId, mediaId, resource] = PRIVATE_FILE.exec(url) ?? []
  if (messageId === undefined || mediaId === undefined || resource === undefined) {
    return { kind: 'file', request: { at: { url }, headers: {} } }
  }
  const path = `/2/dm_conversations/media/${messageId}/${mediaId}/${resource}`
  const call = toXCall({ method: 'GET', account, path }, credential, moment)
  if (call.kind !== 'https') return { kind: 'failed', code: 'media_unnamed' }
  return { kind: 'file', request: { at: { host: call.host, path: call.path }, headers: call.headers } }
}
