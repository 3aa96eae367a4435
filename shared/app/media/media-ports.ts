import type { FileRequest } from '../../channels/media.ts'
import type { Upload } from '../../domain/media/upload.ts'

/** Asks for the files of messages to be fetched: soon, once or more. */
export type MediaRequests = {
  /** Throws `function_unavailable` unless all were taken. */
  request: (messages: readonly MessagePlace[]) => Promise<void>
}

export type MessagePlace = { conversationId: string; seq: number }

/** Opens files of platforms, and of nobody else. */
export type FileSource = { open: (request: FileRequest, places: FilePlaces) => Promise<OpenOutcome> }

export type FilePlaces = {
  /** The platform's own base URLs by name. */
  hosts: Readonly<Record<string, string>>
  /** Where else its files may lie, `*.` for all below a name. */
  fileHosts: readonly string[]
}

export type OpenOutcome =
  | { kind: 'opened'; file: OpenFile }
  /** The address, or one that it leads to, is none to fetch from. The reason is for the log. */
  | { kind: 'refused'; reason: string }
  | { kind: 'unanswered'; code: 'media_timeout' | 'media_unavailable' }

export type OpenFile = {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** Throws `FileInterrupted`. To leave it early closes the connection. */
  chunks: AsyncIterable<Uint8Array>
  close: () => void
}

/** Where files are kept. Throws `bucket_unavailable`. */
export type FileShelf = {
  /** All or nothing: where `chunks` throws, nothing is kept, and the same error comes out. */
  keep: (key: string, file: { mimeType: string; chunks: AsyncIterable<Uint8Array> }) => Promise<void>
  remove: (key: string) => Promise<void>
  /** All whose keys begin so. */
  removeBelow: (prefix: string) => Promise<void>
}

/** Where our side puts up files before they are sent. Throws `bucket_unavailable`. */
export type UploadShelf = {
  /** By which these very bytes can be put there, once. */
  toLink: (upload: Upload) => UploadLink
  /** The first bytes of what lies there, and how many there are; null: nothing. */
  look: (key: string) => Promise<{ head: Uint8Array; sizeBytes: number } | null>
  /** To where it stays. */
  keep: (from: string, to: string) => Promise<void>
}

/** A request that anybody may make until then, with exactly these headers. */
export type UploadLink = {
  method: 'PUT'
  url: string
  headers: Readonly<Record<string, string>>
  validUntil: string
}

/** Files of the bucket, as they lie there. Throws `bucket_unavailable`. */
export type FileReader = { open: (key: string) => AsyncIterable<Uint8Array> }
