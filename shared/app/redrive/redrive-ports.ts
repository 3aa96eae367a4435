import type { Channel } from '../../channels/contract.ts'
import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { Clock, EventBus, InboundQueue, Quarantine, QuarantinePiece } from '../ports.ts'
import type { TimerQueue } from '../timer-ports.ts'

/** One message of a dead-letter queue, or of the quarantine, that this run holds: nobody else sees it for a while. */
export type Letter = {
  messageId: string
  body: string
  /** Of a FIFO queue; else null. */
  groupId: string | null
  deduplicationId: string | null
  /** When it was first sent to the queue that gave it up, or to this one. */
  sentAt: Date
  /** The conversation that misses it. */
  gapOf: string | null
  receipt: string
}

/** A queue that nothing reads but people. */
export type LetterBox = {
  /** As SQS knows it: a moment behind. `held`: another run, or one that was killed, has them for a while. */
  count: () => Promise<{ waiting: number; held: number }>
  /** Holds some more; none: there are none left that nobody holds. Of a FIFO group some at once, until these are gone. */
  take: () => Promise<Letter[]>
  remove: (letters: readonly Letter[]) => Promise<void>
  /** Gives back what is held. */
  release: (letters: readonly Letter[]) => Promise<void>
}

/** A piece of the quarantine with all the messages that hold its parts, repeated ones too. `bytes` is null where a part is missing or unreadable. */
export type HeldPiece = Omit<QuarantinePiece, 'bytes'> & { bytes: Uint8Array | null; letters: Letter[] }

export type RedriveBoxes = {
  /** Of the inbound and the outbound queue. */
  ordered: LetterBox
  /** Of timers, of the schedule and of the bus. */
  unordered: LetterBox
  quarantine: LetterBox
  /** By channel. */
  topics: ReadonlyMap<string, LetterBox>
}

export type RedriveDeps = {
  boxes: RedriveBoxes
  /** Makes pieces of the parts that lie in the quarantine. */
  joinPieces: (letters: readonly Letter[]) => HeldPiece[]
  findChannel: (name: string) => Channel | undefined
  inbound: InboundQueue
  outbound: InboundQueue
  timers: TimerQueue
  bus: EventBus
  quarantine: Quarantine
  redaction: Redaction
  clock: Clock
  onProgress: (report: RedriveReport) => void
}

export type RedriveReport = {
  /** Messages that a queue or the bus took, by which. */
  sent: { inbound: number; outbound: number; timers: number; bus: number }
  /** Letters and pieces that are gone from where they lay. */
  removed: number
  /** What stays where it is, by the reason. */
  stays: Record<string, number>
  /** Letters that another run holds, or one that was killed: until they are free again nothing is sent, or they would be overtaken. */
  held: number
}
