import * as z from 'zod/mini'
import { requireCredential } from '../kit/credential.ts'
import { decodeAnswer } from '../kit/decode-answer.ts'
import { GRAPH_HOSTS, toGraphCall } from '../kit/graph-call.ts'
import { toRetryAfterMs } from '../kit/retry-after.ts'
import type { ChannelMedia, FilePlace, FileReference } from '../media.ts'
import type { Credential, PlatformAnswer } from '../sender.ts'
import { TOKEN_KEY } from './send-call.ts'

const MEGABYTE = 1024 * 1024

const MediaObject = z.looseObject({ url: z.string().check(z.minLength(1)) })
const Refusal = z.looseObject({
  error: z.looseObject({ code: z.number(), error_subcode: z.nullish(z.number()) }),
})

/** "Unsupported get request. Object with ID … does not exist": the id is older than seven days, or was deleted. */
const GONE = { code: 100, subcode: 33 }

/**
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media: an id leads to an address that lives five
 * minutes and wants the token, so it is asked for anew at each try.
 */
export const media: ChannelMedia = {
  credentialKeys: [[TOKEN_KEY]],
  hosts: GRAPH_HOSTS,
  fileHosts: ['lookaside.fbsbx.com', '*.whatsapp.net'],
  // What comes in may be larger than what may be sent: error 131052 is for more than 100 MB.
  sizeBytesMax: {
    image: 25 * MEGABYTE,
    audio: 100 * MEGABYTE,
    video: 100 * MEGABYTE,
    file: 100 * MEGABYTE,
    sticker: MEGABYTE,
  },
  mayComeLate: false,
  findFile,
  readPlace,
}

function findFile({ mediaId, account }: FileReference, credential: Credential): FilePlace {
  if (mediaId === null) return { kind: 'failed', code: 'media_unnamed' }
  const query = { phone_number_id: account }
  const call = toGraphCall({ method: 'GET', segments: [mediaId], query }, credential, TOKEN_KEY)
  return call.kind === 'https' ? { kind: 'ask', call } : { kind: 'failed', code: 'media_unnamed' }
}

function readPlace(answer: PlatformAnswer, credential: Credential): FilePlace {
  if (answer.kind !== 'https') return { kind: 'retry', code: 'media_unavailable', waitMs: null }
  const { status, headers, body } = answer
  const json = decodeAnswer(body)
  const found = MediaObject.safeParse(json).data
  if (status === 200 && found !== undefined) {
    const authorization = `Bearer ${requireCredential(credential, TOKEN_KEY)}`
    return { kind: 'file', request: { at: { url: found.url }, headers: { authorization } } }
  }
  const error = Refusal.safeParse(json).data?.error
  if (error?.code === GONE.code && error.error_subcode === GONE.subcode)
    return { kind: 'failed', code: 'media_gone' }
  const code = status === 401 || status === 403 || error?.code === 190 ? 'media_refused' : 'media_unavailable'
  return { kind: 'retry', code, waitMs: toRetryAfterMs(headers) }
}
