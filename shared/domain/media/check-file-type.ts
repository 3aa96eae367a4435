import type { Attachment } from '../entry.ts'
import { FILE_FORMATS, type FileFormat, findFormat } from './file-format.ts'

/** What a browser is told of a file that is none of the kinds known here. */
export const UNKNOWN_TYPE = 'application/octet-stream'

const APPLICATION = /^application\/[a-z0-9.+-]{1,100}$/

export type TypeCheck =
  | { kind: 'right'; mimeType: string }
  /** `page`: a platform in trouble answers 200 with a page that says so. */
  | { kind: 'wrong'; reason: 'page' | 'mismatch' }

/** Compares what a file is with what it was announced as. Formats of one family pass for each other: platforms convert. */
export function checkFileType(
  { type, mimeType: announced }: Pick<Attachment, 'type' | 'mimeType'>,
  head: Uint8Array,
): TypeCheck {
  const declared = toBareType(announced)
  const format = findFormat(head)
  const promised = FILE_FORMATS.find((each) => isNamed(each, declared))
  if (format === null) {
    // Without the signature that its format demands, it is not that format.
    return promised === undefined && type !== 'image' && type !== 'sticker'
      ? { kind: 'right', mimeType: UNKNOWN_TYPE }
      : { kind: 'wrong', reason: 'mismatch' }
  }
  if (format.family === 'page' && !isNamed(format, declared)) return { kind: 'wrong', reason: 'page' }
  const isRight = fitsKind(type, format) && fitsPromise(format, promised, declared)
  return isRight
    ? { kind: 'right', mimeType: toServedType(format, declared) }
    : { kind: 'wrong', reason: 'mismatch' }
}

function fitsKind(type: Attachment['type'], { family, isAlso }: FileFormat): boolean {
  if (type === 'image' || type === 'sticker') return family === 'image'
  // A silent clip, such as a GIF, is a video to some platforms and a picture to others.
  if (type === 'video') return family === 'video' || isAlso === 'video' || family === 'image'
  if (type === 'audio') return family === 'audio' || isAlso === 'audio'
  return true
}

function fitsPromise(format: FileFormat, promised: FileFormat | undefined, declared: string | null): boolean {
  if (declared === null || declared === UNKNOWN_TYPE) return format.family !== 'program'
  if (isNamed(format, declared)) return true
  if (format.family === 'archive') return promised === undefined
  return promised !== undefined && isMedia(format) && isMedia(promised) && isSameFamily(format, promised)
}

function isMedia({ family }: FileFormat): boolean {
  return family === 'image' || family === 'audio' || family === 'video'
}

function isSameFamily(left: FileFormat, right: FileFormat): boolean {
  return left.family === right.family || left.isAlso === right.family || right.isAlso === left.family
}

/** Nothing that a browser would run is called by its name. */
function toServedType(format: FileFormat, declared: string | null): string {
  if (format.family === 'page' || format.family === 'program') return UNKNOWN_TYPE
  const isKnownAlias = declared !== null && format.aliases.includes(declared)
  if (format.family === 'archive') {
    return declared !== null && APPLICATION.test(declared) ? declared : format.mimeType
  }
  return isKnownAlias ? declared : format.mimeType
}

function isNamed({ mimeType, aliases }: FileFormat, declared: string | null): boolean {
  return declared !== null && (mimeType === declared || aliases.includes(declared))
}

/** Without parameters: `audio/ogg; codecs=opus`. */
function toBareType(announced: string | null): string | null {
  const bare = announced?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return bare === '' ? null : bare
}
