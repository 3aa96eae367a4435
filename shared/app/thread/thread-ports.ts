import type { Sealed } from '../../domain/entry.ts'
import type { SealedPlace } from '../../domain/thread/sealed.ts'

/** The line that a text stands in, with the thread's encrypted data key. */
export type SealPlace = SealedPlace & { key: string }

/** Encrypts what is said in secure threads. All throw `key_unavailable`. */
export type ThreadSeals = {
  /** A data key for a thread, encrypted for it alone: kept with its conversation. */
  createKey: (conversationId: string) => Promise<string>
  seal: (place: SealPlace, text: string) => Promise<Sealed>
  /** Throws `seal_broken`. */
  open: (place: SealPlace, sealed: Sealed) => Promise<string>
}
