import type { HandoffSettings } from '../../domain/handoff/handoff-settings.ts'
import type { Clock, Pacer } from '../ports.ts'
import type { ReplySettings } from '../read-reply-facts.ts'
import type { UnitDeps } from '../unit-of-work.ts'
import type { ThreadSeals, ThreadShelf } from './thread-ports.ts'

/** What the page of a secure thread needs. */
export type ThreadDeps = UnitDeps & {
  clock: Clock
  pacer: Pacer
  seals: ThreadSeals
  files: ThreadShelf
  replies: ReplySettings
  words: Pick<HandoffSettings, 'words'>
  shards: { queue: number; feed: number }
  /** 32 bytes that nobody can guess. */
  nextSecret: () => Uint8Array
}

/** Who comes to the page, as far as the request tells. */
export type Visit = {
  /** Where the request came from. Kept as a digest only. */
  address: string
  /** The cookie of the thread that the request is about. */
  cookie: string | null
  /** In which they are written to. */
  language: string
  requestId: string
}
