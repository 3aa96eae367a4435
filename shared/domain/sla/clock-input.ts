import type { Conversation } from '../conversation.ts'
import type { Entry } from '../entry.ts'
import type { ClockFact, EntryMove } from './clock-facts.ts'
import type { ClockRecord } from './clock-record.ts'
import type { SlaRules } from './rules.ts'

/** What a channel's clocks depend on beside the rules. */
export type ClockChannel = {
  /** ISO 8601 duration; null: the channel has no reply window. */
  replyWindow: string | null
  /** Whether it bills by segments. */
  segments: boolean
  canSend: boolean
}

export type ClockInput = {
  before: Conversation | null
  after: Conversation
  /** Entries that the transaction writes. */
  moves: readonly EntryMove[]
  facts: readonly ClockFact[]
  /** `previous`: those that decided before; the same while nobody changed them. */
  rules: { current: SlaRules; previous: SlaRules }
  channel: ClockChannel
  /** What is due by then is told. null: only what the facts move. */
  dueUpTo: string | null
  /** The session from its first entry on, as it is after the transaction; only where `looksBack`. */
  log: readonly Entry[]
}

/** The conversation with its clocks moved, every entry that is written with it, and what reports keep. */
export type ClockOutcome = { conversation: Conversation; entries: Entry[]; records: ClockRecord[] }
