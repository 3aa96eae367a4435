import * as z from 'zod'
import type { Attachment, Sealed } from '../entry.ts'
import { createKeptAttachment } from '../media/attachment.ts'
import { checkFileType } from '../media/check-file-type.ts'
import { findFormat, HEAD_BYTES } from '../media/file-format.ts'
import { toFileName } from '../media/file-name.ts'

/**
 * Of one file. Lambda takes 6 MB, and is handed a file as base64, a third longer, in an event with all headers.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const THREAD_FILE_MEGABYTES_MAX = 4
export const THREAD_FILE_BYTES_MAX = THREAD_FILE_MEGABYTES_MAX * 1024 * 1024

/** Of one thread: whoever is let in can fill no more of the bucket than this. */
export const THREAD_FILES_MAX = 25

type ThreadFileType = {
  type: Extract<Attachment['type'], 'image' | 'file'>
  /** The first is given to a file that has none of them. */
  endings: readonly [string, ...string[]]
  /** Whether the page asks for it: a phone that has it as another format converts it to one that is asked for. */
  isAsked: boolean
}

/** What a customer may send: what an identity card or a letter comes as. */
export const THREAD_FILE_TYPES: Readonly<Record<string, ThreadFileType>> = {
  'image/jpeg': { type: 'image', endings: ['jpg', 'jpeg', 'jpe', 'jfif'], isAsked: true },
  'image/png': { type: 'image', endings: ['png'], isAsked: true },
  'image/webp': { type: 'image', endings: ['webp'], isAsked: true },
  'image/gif': { type: 'image', endings: ['gif'], isAsked: true },
  'image/heic': { type: 'image', endings: ['heic', 'heif', 'hif'], isAsked: false },
  'application/pdf': { type: 'file', endings: ['pdf'], isAsked: true },
}

/** A file as the page's form brings it. Name and type are what the browser says. */
export type GivenFile = { name: string | null; mimeType: string | null; bytes: Uint8Array }

export type ThreadFile = {
  type: ThreadFileType['type']
  mimeType: string
  name: string
  bytes: Uint8Array
}

export type FileRefusal = 'no_file' | 'file_too_large' | 'file_type_refused' | 'too_many_files'

export type FileDecision = { kind: 'taken'; file: ThreadFile } | { kind: 'refused'; why: FileRefusal }

/** What a file is by its own bytes, if it may be sent. */
export function decideThreadFile({ name, mimeType, bytes }: GivenFile): FileDecision {
  if (bytes.length === 0) return refuse('no_file')
  if (bytes.length > THREAD_FILE_BYTES_MAX) return refuse('file_too_large')
  const head = bytes.subarray(0, HEAD_BYTES)
  const actual = findFormat(head)?.mimeType ?? ''
  const known = Object.hasOwn(THREAD_FILE_TYPES, actual) ? THREAD_FILE_TYPES[actual] : undefined
  if (known === undefined) return refuse('file_type_refused')
  const { type, endings } = known
  if (checkFileType({ type, mimeType }, head).kind === 'wrong') return refuse('file_type_refused')
  const named = toThreadFileName({ name, type, mimeType: actual }, endings)
  return { kind: 'taken', file: { type, mimeType: actual, name: named, bytes } }
}

function refuse(why: FileRefusal): FileDecision {
  return { kind: 'refused', why }
}

/** A name that ends as what it is: the ending is what a desktop opens a file by, and runs it by. */
function toThreadFileName(
  file: { name: string | null; type: string; mimeType: string },
  endings: ThreadFileType['endings'],
): string {
  const name = toFileName(file)
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return endings.includes(ending) ? name : `${name}.${endings[0]}`
}

/** What of a file would tell what it is: sealed beside it. */
export const ThreadFileDetails = z.strictObject({
  name: z.string(),
  /** Of the file as it was sent, in hex: whoever knows a file could tell by it that it was sent here. */
  sha256: z.string(),
})
export type ThreadFileDetails = z.infer<typeof ThreadFileDetails>

/** A file of a line, with nothing said of it but its kind and size. `file.sha256`: of the ciphertext. */
export function createThreadAttachment(
  id: string,
  { type, mimeType, bytes }: Pick<ThreadFile, 'type' | 'mimeType' | 'bytes'>,
  { key, sha256, sealed }: { key: string; sha256: string; sealed: Sealed },
): Attachment {
  const file = { key, mimeType, sizeBytes: bytes.length, sha256 }
  return { ...createKeptAttachment(id, { type, name: null }, file), sealed }
}
