import type { Account } from '../domain/account.ts'
import type { Contact, IdentityRecord } from '../domain/contact.ts'
import type { Conversation, ConversationStatus } from '../domain/conversation.ts'
import type { Entry } from '../domain/entry.ts'
import type { InletEvent } from '../domain/events.ts'
import type { Handoff } from '../domain/handoff/handoff.ts'
import type { HandoffPass } from '../domain/handoff/pass.ts'
import type { Upload } from '../domain/media/upload.ts'
import type { ThreadAccess } from '../domain/thread/thread-access.ts'
import type { Identity } from '../domain/identity.ts'
import type { SeenRecord } from '../domain/seen.ts'
import type { ClockRecord } from '../domain/sla/clock-record.ts'
import type { SlaRules } from '../domain/sla/rules.ts'
import type { StoredAnswer } from '../domain/stored-answer.ts'
import type { ChannelName } from '../domain/channel-name.ts'
import type { ChannelSecret } from '../channels/contract.ts'

/** Time and chance, passed in. */
export type Clock = { now: () => Date }
export type Pacer = { sleep: (milliseconds: number) => Promise<void>; random: () => number }

/** `eventual` costs half and may be a moment old; whoever decides on it must write with a condition. */
export type ReadMode = 'eventual' | 'consistent'

/** One item of a transaction, each with the state it was decided on: `null` means that it must not exist yet. */
export type Write =
  | { kind: 'conversation'; conversation: Conversation; expectedVersion: number | null }
  | { kind: 'entry'; entry: Entry; expectedRevision: number | null }
  | { kind: 'seen'; seen: SeenRecord; expected: 'absent' | { parkedVersion: number } | WrittenAt }
  | { kind: 'identity'; record: IdentityRecord; expectedVersion: number | null }
  | { kind: 'contact'; contact: Contact; expectedRevision: number | null }
  | { kind: 'contact_conversation'; contactId: string; conversationId: string; at: string }
  | { kind: 'answer'; answer: StoredAnswer }
  | { kind: 'handoff'; handoff: Handoff; expectedVersion: number | null }
  | { kind: 'handoff_pass'; pass: HandoffPass }
  | { kind: 'upload'; upload: Upload }
  | { kind: 'thread_access'; access: ThreadAccess; expectedVersion: number | null }
  /** Where the list by due time finds a conversation; null: nowhere. */
  | { kind: 'clock_due'; conversationId: string; queueShard: number; dueAt: string | null }
  | { kind: 'clock_record'; record: ClockRecord }
  /** Writes nothing: retention must have taken this conversation, so that the one that follows it may begin. */
  | { kind: 'conversation_expired'; conversationId: string }

/** Which entry the message under a key is. */
export type WrittenAt = { conversationId: string; seq: number }

/** The items that ingest decides on. */
export type InboxStore = {
  identities: (identities: readonly Identity[], mode: ReadMode) => Promise<(IdentityRecord | null)[]>
  conversation: (id: string, mode: ReadMode) => Promise<Conversation | null>
  entry: (conversationId: string, seq: number, mode: ReadMode) => Promise<Entry | null>
  /** Entries numbered `from` to `to`, newest first, consistently. */
  entriesBack: (conversationId: string, range: { from: number; to: number }) => Promise<Entry[]>
  seen: (key: string, mode: ReadMode) => Promise<SeenRecord | null>
  contact: (id: string, mode: ReadMode) => Promise<Contact | null>
  handoff: (id: string, mode: ReadMode) => Promise<Handoff | null>
  /** The handoff that a secret leads to, by the secret's digest. Read consistently. */
  handoffPass: (digest: string) => Promise<HandoffPass | null>
  /** What is known of those who came to the page of a handoff. Read consistently. */
  threadAccess: (handoffId: string) => Promise<ThreadAccess | null>
  /** A file that our side announced. Read consistently. */
  upload: (conversationId: string, id: string) => Promise<Upload | null>
  /** Whether a contact ever had a conversation of this id: its pointer outlives retention. Read consistently. */
  isLinked: (contactId: string, conversationId: string) => Promise<boolean>
  /** The rules that count now, or null where none were ever saved. */
  rules: RulesReader
  /** One transaction. `conflict`: somebody else wrote first, nothing was saved; read again. Throws `table_unavailable`, `item_too_large`. */
  save: (writes: readonly Write[]) => Promise<'saved' | 'conflict'>
  gaps: GapStore
}

/** Which events of a conversation wait in the dead-letter queue, each by its deduplication id there. */
export type GapStore = {
  /** Marks that this one does. */
  mark: (conversationId: string, letterId: string) => Promise<void>
  /** It came back: with the last of them the conversation's mark goes too. Throws `table_unavailable`. */
  close: (conversationId: string, letterId: string) => Promise<void>
}

/** Reading the rules changes nothing. */
export type RulesReader = Pick<RulesStore, 'current' | 'version'>

/** The rules of the clocks: a version is never changed and never deleted. */
export type RulesStore = {
  /** Those of the newest version; null: none were ever saved. */
  current: (mode: ReadMode) => Promise<SlaRules | null>
  version: (version: number) => Promise<SlaRules | null>
  /** Makes these the current ones where `expectedVersion` still is (null: none). Throws `table_unavailable`, `item_too_large`. */
  save: (rules: SlaRules, expectedVersion: number | null) => Promise<'saved' | 'conflict'>
}

/** Answers to requests that carried an idempotency key, kept for seven days. Read consistently. */
export type AnswerStore = { answer: (key: string) => Promise<StoredAnswer | null> }

/** What merging contacts reads and writes. */
export type ContactStore = Pick<InboxStore, 'contact' | 'save'>

/** The company's accounts: read consistently, written with a condition on the version that was read (`null`: none). */
export type AccountStore = {
  account: (channel: ChannelName, id: string) => Promise<Account | null>
  save: (account: Account, expectedVersion: number | null) => Promise<'saved' | 'conflict'>
}

export type SecretReader = {
  /** Cached. `refresh` reads again, but at most once a minute. Throws `secret_unavailable`. */
  read: (options?: { refresh: boolean }) => Promise<ChannelSecret>
}

/** The inbound FIFO queue. */
export type InboundQueue = {
  /** At most 10 messages and 1 MiB a call. `refused`: the queue will never take it; `failed`: try again. */
  send: (messages: readonly QueueMessage[]) => Promise<QueueSendOutcome[]>
}

export type QueueMessage = {
  body: string
  groupId: string
  deduplicationId: string
  /** It comes back out of the dead-letter queue and closes a gap of this conversation. */
  gapOf?: string
}
export type QueueSendOutcome = 'accepted' | 'refused' | 'failed'

/** Where bytes rest that could not be stored as what they are. Throws `queue_unavailable`. */
export type Quarantine = { keep: (piece: QuarantinePiece) => Promise<{ id: string }> }

export type QuarantinePiece = {
  source: string
  /** Stable, lower snake case. */
  reason: string
  receivedAt: string
  bytes: Uint8Array
}

export type EventBus = {
  /** Publishes in order; answers the ids of the events that the bus did not take. Throws `bus_unavailable`. */
  publish: (events: readonly InletEvent[]) => Promise<{ failed: ReadonlySet<string> }>
}

/** The change feed: every event once or more, each conversation in order. */
export type FeedWriter = { append: (shard: number, events: readonly InletEvent[]) => Promise<void> }

/** One read of an ordered range. `next` continues it; null: the range ends here. Rows may be fewer than asked for. */
export type RangePage<Row, Position> = { rows: Row[]; next: Position | null }

export type FeedReader = {
  /** Rows of a shard numbered above `after`, oldest first, consistently. Rows are numbered without gaps. */
  read: (
    shard: number,
    after: number,
    limit: number,
  ) => Promise<RangePage<{ number: number; events: InletEvent[] }, number>>
}

/** What the publisher reads back, consistently. */
export type LogReader = {
  entries: (conversationId: string, seqs: readonly number[]) => Promise<Map<number, Entry>>
}

/** What reports know of clocks: a moment behind. */
export type ClockRecordReader = {
  /** Of those that started on a day of UTC, from an instant to before another, by their start; after a position. */
  started: (
    place: { day: string; shard: number },
    period: { from: string; to: string },
    after: string | null,
    limit: number,
  ) => Promise<RangePage<ClockRecord, string>>
}

/** Handoffs by when they were offered: a moment behind. */
export type HandoffReader = {
  /** Of a shard, the newest first, after a position. */
  newest: (
    shard: number,
    after: string | null,
    limit: number,
  ) => Promise<RangePage<{ handoff: Handoff; position: string }, string>>
  /** Of a shard, from an instant to before another, the oldest first, after a position. */
  offered: (
    shard: number,
    period: { from: string; to: string },
    after: string | null,
    limit: number,
  ) => Promise<RangePage<Handoff, string>>
}

/** What the API reads. Single items and the log are read consistently; an index may be a moment behind. */
export type InboxReader = {
  conversation: (id: string) => Promise<Conversation | null>
  contact: (id: string) => Promise<Contact | null>
  identity: (identity: Identity) => Promise<IdentityRecord | null>
  /** Ids of conversations a contact takes part in, in no particular order. */
  contactConversations: (contactId: string, limit: number) => Promise<string[]>
  /** Those that are there, in no particular order. */
  conversations: (ids: readonly string[]) => Promise<Conversation[]>
  entries: (
    conversationId: string,
    range: { order: 'asc' | 'desc'; after: number | null; limit: number },
  ) => Promise<RangePage<Entry, number>>
  /** Accounts by channel and id, after a position; of one channel where it is named. */
  accounts: (range: {
    channel: ChannelName | null
    after: string | null
    limit: number
  }) => Promise<RangePage<{ account: Account; position: string }, string>>
  /** One partition of an index, newest activity first, after a position. */
  queuePage: (
    partition: QueuePartition,
    after: string | null,
    limit: number,
  ) => Promise<RangePage<QueueRow, string>>
  /** Conversations of a shard that something is owed by a time, the first due first, after a position. */
  duePage: (shard: number, after: string | null, limit: number) => Promise<RangePage<DueRow, string>>
}

/** Positions sort as the list does, over all partitions. */
export type QueueRow = { conversation: Conversation; position: string }

/** The index holds keys only. */
export type DueRow = { conversationId: string; position: string }

export type QueuePartition =
  { index: 'queue'; status: ConversationStatus; shard: number } | { index: 'mine'; assignee: string }
