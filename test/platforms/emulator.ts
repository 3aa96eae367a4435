import type { WebhookRequest } from '../../shared/channels/contract.ts'
import type { WireRequest } from '../../shared/channels/wire.ts'
import type { Random } from '../support/random.ts'
import type { MediaBook } from './media/media-book.ts'
import type { ReceivedFile } from './media/receive-file.ts'
import type { GUARDED } from './media/serve-media.ts'
import type { Pace } from './pace.ts'
import type { WorldBook } from './world-book.ts'

/** The send side of one platform. It keeps what it has learned, and refuses only on that. */
export type Emulator = {
  provider: string
  /** Stands before the platform's own paths, so that one process can play several hosts. */
  prefix: string
  /** One host may serve several channels. */
  channelOf: (request: PlatformRequest) => string
  /** Waits where the platform itself asks the inbox something before it answers. */
  answer: (request: PlatformRequest, fate: Fate) => PlatformAnswer | Promise<PlatformAnswer>
  /** What the platform answers with for one of its documented error codes; null for a code that is not in its table. */
  refusalOf: (channel: string, code: string, subcode: number | null) => PlatformAnswer | null
  /** Whether the platform tells, with this code, that a message it had accepted did not arrive. */
  canFailLater: (channel: string, code: string) => boolean
  /** What a verified webhook of one of its channels tells it. */
  observe: (channel: string, request: WebhookRequest) => void
  /** What was published to a channel's topic tells it; only where there is one. */
  observeTopic?: (body: string) => void
}

export type EmulatorContext = {
  inboxUrl: string
  now: () => Date
  random: Random
  /** Read at each call: it may be changed on the way. */
  pace: Pace
  media: MediaBook
  worlds: WorldBook
  /** Where a file lies. */
  mediaUrlOf: (id: string, access?: typeof GUARDED) => string
}

export type PlatformRequest = {
  method: string
  /** As the platform would see it: without the prefix, without the query. */
  path: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: Buffer
}

/** What becomes of a message after it was accepted. */
export type Fate = {
  /** Platform code with which it fails later; null: it arrives. */
  failsWith: string | null
}

export type PlatformAnswer = {
  status: number
  headers?: Readonly<Record<string, string>>
  body: unknown
  /** Files that it took over because of this call. */
  received?: readonly ReceivedFile[]
  /** Id of the file that is the body. */
  file?: string
  /** What the platform tells the inbox because of this call, in the order in which it happens. */
  deliveries?: readonly Delivery[]
}

export type Delivery = {
  /** For a person who reads the log: `echo`, `delivered` … */
  label: string
  request: WireRequest
  /** How often it is tried again after anything but a 2xx. */
  retries: number
}

const HOUR_MS = 3_600_000

export function hours(count: number): number {
  return count * HOUR_MS
}
