import type { PlatformAnswer } from '../emulator.ts'
import { textAt } from '../json.ts'
import { describeFile } from '../media/receive-file.ts'
import { toOk } from './x-answer.ts'
import type { XCall, XContext } from './x-emulator.ts'
import { toInvalidRequest, toXProblem } from './x-errors.ts'

type XMediaUpload = {
  mediaType: string
  category: string
  totalBytes: number
  pieces: Uint8Array[]
  state: 'open' | 'pending' | 'ready'
}

export type XMediaUploads = {
  begin: (id: string, upload: Pick<XMediaUpload, 'mediaType' | 'category' | 'totalBytes'>) => void
  find: (id: string) => XMediaUpload | null
}

const MEGABYTE = 1024 * 1024
/** https://docs.x.com/x-api/media/introduction */
const BYTES_MAX: Readonly<Record<string, number>> = {
  image: 5 * MEGABYTE,
  gif: 15 * MEGABYTE,
  video: 512 * MEGABYTE,
}
const CATEGORY = /^(?:tweet|dm)_(image|gif|video)$/
const LIVES_SECONDS = 86_400

export function createMediaUploads(): XMediaUploads {
  const uploads = new Map<string, XMediaUpload>()
  return {
    begin: (id, upload) => void uploads.set(id, { ...upload, pieces: [], state: 'open' }),
    find: (id) => uploads.get(id) ?? null,
  }
}

/** https://docs.x.com/x-api/media/quickstart/media-upload-chunked */
export function beginUpload(x: XContext, { body, headers }: XCall): PlatformAnswer {
  const category = textAt(body, 'media_category') ?? 'tweet_image'
  const mediaType = textAt(body, 'media_type') ?? ''
  const totalBytes = Number(body['total_bytes'])
  const [, kind = ''] = CATEGORY.exec(category) ?? []
  if (BYTES_MAX[kind] === undefined) return toInvalidRequest('$.media_category: is not a category', headers)
  if (!/^(?:image|video)\/\S+$/.test(mediaType))
    return toInvalidRequest('$.media_type: is not a type', headers)
  if (!(totalBytes > 0 && totalBytes <= BYTES_MAX[kind]))
    return toInvalidRequest('$.total_bytes: is out of range', headers)
  const id = `19${x.random.characters('0123456789', 17)}`
  x.uploads.begin(id, { mediaType, category, totalBytes })
  const data = { id, media_key: `3_${id}`, expires_after_secs: LIVES_SECONDS }
  return toOk(200, { data }, headers)
}

/** Pieces come as forms, in their order. */
export async function appendUpload(x: XContext, { parts, headers, request }: XCall): Promise<PlatformAnswer> {
  const upload = x.uploads.find(parts[0] ?? '')
  if (upload?.state !== 'open') return toXProblem('404', headers)
  const type = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(request.body), { headers: type })
    .formData()
    .catch(() => null)
  const media = form?.get('media')
  if (!(media instanceof Blob) || Number(form?.get('segment_index')) !== upload.pieces.length) {
    return toInvalidRequest('A form with media and the next segment_index is required.', headers)
  }
  upload.pieces.push(new Uint8Array(await media.arrayBuffer()))
  return toOk(200, { data: { expires_at: Math.floor(x.now().getTime() / 1000) + LIVES_SECONDS } }, headers)
}

/** Videos are worked on for a moment. */
export function finishUpload(x: XContext, { parts, headers }: XCall): PlatformAnswer {
  const [id = ''] = parts
  const upload = x.uploads.find(id)
  if (upload === null) return toXProblem('404', headers)
  const bytes = Buffer.concat(upload.pieces)
  if (bytes.byteLength !== upload.totalBytes)
    return toInvalidRequest('Segments do not add up to provided total file size.', headers)
  const isWorkedOn = !upload.category.endsWith('_image')
  upload.state = isWorkedOn ? 'pending' : 'ready'
  const processing = isWorkedOn ? { processing_info: { state: 'pending', check_after_secs: 1 } } : {}
  const received = [describeFile(upload.mediaType, bytes)]
  return { ...toOk(200, { data: { id, size: bytes.byteLength, ...processing } }, headers), received }
}

export function askUpload(x: XContext, { headers, request }: XCall): PlatformAnswer {
  const id = request.query.get('media_id') ?? ''
  const upload = x.uploads.find(id)
  if (upload === null || upload.state === 'open') return toXProblem('404', headers)
  upload.state = 'ready'
  return toOk(200, { data: { id, processing_info: { state: 'succeeded', progress_percent: 100 } } }, headers)
}

/** What is wrong with the files of a message; null: they were handed over for it. */
export function mediaProblem(x: XContext, ids: readonly unknown[], use: 'tweet' | 'dm'): string | null {
  const uploads = ids.map((id) => (typeof id === 'string' ? x.uploads.find(id) : null))
  if (uploads.some((upload) => upload?.state !== 'ready')) return 'Your media IDs are invalid.'
  const isMeant = uploads.every((upload) => upload?.category.startsWith(`${use}_`))
  if (!isMeant) return 'Your media IDs are invalid for this use.'
  const areImages = uploads.every((upload) => upload?.category.endsWith('_image'))
  return uploads.length > 1 && !areImages ? 'Only images can be combined.' : null
}
