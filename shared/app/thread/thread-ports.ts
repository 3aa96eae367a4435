import type { Sealed } from '../../domain/entry.ts'
import type { SealedPlace } from '../../domain/thread/sealed.ts'

/** The line that a text stands in, or the file that is meant, with the thread's encrypted data key. */
export type SealPlace = SealedPlace & { key: string }

/** Encrypts what is said in secure threads, and the files that are sent there. All throw `key_unavailable`. */
export type ThreadSeals = {
  /** A data key for a thread, encrypted for it alone: kept with its conversation. */
  createKey: (conversationId: string) => Promise<string>
  seal: (place: SealPlace, text: string) => Promise<Sealed>
  /** Throws `seal_broken`. */
  open: (place: SealPlace, sealed: Sealed) => Promise<string>
  sealBytes: (place: SealPlace, bytes: Uint8Array) => Promise<Sealed>
  /** Throws `seal_broken`. */
  openBytes: (place: SealPlace, sealed: Uint8Array) => Promise<Uint8Array>
}

/** Where the files of secure threads lie, sealed. All throw `bucket_unavailable`. */
export type ThreadShelf = ThreadFileReader & {
  keep: (key: string, sealed: Sealed) => Promise<void>
  remove: (key: string) => Promise<void>
}

export type ThreadFileReader = {
  /** null: it is not kept any more. */
  read: (key: string) => Promise<Uint8Array | null>
}
