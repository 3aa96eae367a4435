import { decodeAnswer } from '../kit/decode-answer.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import type { FileHandOver, HandOver, HandOverRefusal, PlatformAnswer } from '../sender.ts'
import { idAt } from './id.ts'
import { readRefusal } from './send-answer.ts'
import { toMediaCategory } from './send-files.ts'
import { toXCall } from './send-request.ts'

const PIECE_BYTES = 4 * 1024 * 1024
const SECOND_MS = 1000
const ASK_AGAIN_MS = 2 * SECOND_MS
const PATH = '/2/media/upload'

/** https://docs.x.com/x-api/media/quickstart/media-upload-chunked: begin, pieces, finish, and of videos ask until X is done with them. */
export const handOver: FileHandOver = {
  pieceBytes: PIECE_BYTES,
  begin: ({ message, file, credential, moment }) => {
    const body = {
      media_type: file.mimeType,
      total_bytes: file.sizeBytes,
      media_category: toMediaCategory(message, file),
    }
    const { account } = message
    return toXCall({ method: 'POST', account, path: `${PATH}/initialize`, body }, credential, moment)
  },
  readBegun: (answer) => {
    const read = readData(answer)
    if (read.kind === 'refused') return read.refusal
    const id = idAt(read.data, 'id')
    return id === null ? toPending('X named no id for the file') : { kind: 'begun', id }
  },
  append: ({ message: { account }, credential, moment }, { id, index, bytes }) => {
    const path = `${PATH}/${encodeURIComponent(id)}/append`
    const form = toForm(moment.nonce, index, bytes)
    return toXCall({ method: 'POST', account, path, form }, credential, moment)
  },
  readAppended: (answer) => {
    const refusal = answer.kind === 'https' ? readRefusal(answer) : null
    return refusal === null ? { kind: 'appended' } : toRefusal(refusal)
  },
  finish: ({ message: { account }, credential, moment }, id) =>
    toXCall(
      { method: 'POST', account, path: `${PATH}/${encodeURIComponent(id)}/finalize` },
      credential,
      moment,
    ),
  ask: ({ message: { account }, credential, moment }: HandOver, id) => {
    const query = { command: 'STATUS', media_id: id }
    return toXCall({ method: 'GET', account, path: PATH, query }, credential, moment)
  },
  readState: (answer) => {
    const read = readData(answer)
    if (read.kind === 'refused') return read.refusal
    const processing = read.data['processing_info']
    if (!isRecord(processing)) return { kind: 'ready' }
    const state = textAt(processing, 'state')
    if (state === 'succeeded') return { kind: 'ready' }
    if (state === 'failed') return toUnusable(processing)
    const seconds = Number(processing['check_after_secs'])
    return { kind: 'pending', waitMs: seconds > 0 ? seconds * SECOND_MS : ASK_AGAIN_MS }
  },
}

function readData(
  answer: PlatformAnswer,
): { kind: 'read'; data: JsonRecord } | { kind: 'refused'; refusal: HandOverRefusal } {
  if (answer.kind !== 'https') return { kind: 'refused', refusal: toPending('The answer is none of X') }
  const refusal = readRefusal(answer)
  if (refusal !== null) return { kind: 'refused', refusal: toRefusal(refusal) }
  const data = decodeAnswer(answer.body)?.['data']
  return isRecord(data)
    ? { kind: 'read', data }
    : { kind: 'refused', refusal: toPending('X answered nothing about the file') }
}

/** Nothing was sent yet, so what is unclear may be done again. */
function toRefusal(refusal: NonNullable<ReturnType<typeof readRefusal>>): HandOverRefusal {
  return refusal.kind === 'unclear' ? toPending(refusal.title) : refusal
}

function toPending(title: string): HandOverRefusal {
  return { kind: 'retry', afterMs: null, ofAccount: false, providerCode: null, title }
}

function toUnusable(processing: JsonRecord): HandOverRefusal {
  const said = isRecord(processing['error']) ? textAt(processing['error'], 'message') : null
  const title = said === null ? 'X cannot use the file' : `X cannot use the file: ${said}`
  return { kind: 'failed', code: 'content_refused', account: null, optOut: false, providerCode: null, title }
}

/** Whatever the bytes are, they do not hold a name that was made for this call. */
function toForm(nonce: string, index: number, bytes: Uint8Array): { type: string; bytes: Uint8Array } {
  const boundary = `inlet-${nonce}`
  const field = `--${boundary}\r\ncontent-disposition: form-data; name="segment_index"\r\n\r\n${index}\r\n`
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="media"; filename="piece"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const end = `\r\n--${boundary}--\r\n`
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([Buffer.from(field + file), bytes, Buffer.from(end)]),
  }
}
