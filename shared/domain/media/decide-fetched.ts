import type { Conversation } from '../conversation.ts'
import { fitChanges } from '../decide-amendment.ts'
import type { Attachment, EntryChange, MessageEntry, StoredFile } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { laterOf } from '../instants.ts'
import { listPending } from './attachment.ts'
import { toFailed, toFailedPart } from './await-files.ts'
import { decideNextTry, type Fetch } from './fetching.ts'
import type { MediaFailureCode } from './media-failure.ts'

/** What became of one attempt to fetch one file. `retry`: the platform may still hand it out. */
export type FetchOutcome =
  | { kind: 'stored'; file: StoredFile }
  | { kind: 'failed'; code: MediaFailureCode }
  | { kind: 'retry'; code: MediaFailureCode; waitMs: number | null }

export type FetchedState = { conversation: Conversation; entry: MessageEntry }

export type FetchDecision = FetchedState & {
  /** What became of the attachment, for the log. `late`: somebody else fetched it, or it was taken back meanwhile. */
  outcome: 'stored' | 'failed' | 'postponed' | 'late'
}

/** Writes into a message what became of one of its files. The last file that is settled ends the waiting. */
export function decideFetched(
  { conversation, entry }: FetchedState,
  attachmentId: string,
  outcome: FetchOutcome,
  origin: { at: string; causationId: string },
): FetchDecision {
  const attachment = listPending(entry).find(({ id }) => id === attachmentId)
  const fetch = conversation.fetching?.find(({ seq }) => seq === entry.seq)
  if (attachment === undefined || fetch === undefined) return { conversation, entry, outcome: 'late' }
  const { at } = origin
  const nextAt = outcome.kind === 'retry' ? decideNextTry(fetch, at, outcome.waitMs) : null
  if (nextAt !== null) {
    const postponed = { ...fetch, tries: fetch.tries + 1, at: nextAt }
    return { conversation: withFetch(conversation, postponed), entry, outcome: 'postponed' }
  }
  const settled =
    outcome.kind === 'stored' ? toStored(attachment, outcome.file) : toFailed(attachment, codeOf(outcome))
  const part =
    outcome.kind === 'stored'
      ? toStoredPart(attachment, outcome.file, at)
      : toFailedPart(attachment, codeOf(outcome), at)
  return {
    ...withChange({ conversation, entry }, settled, part, origin),
    outcome: outcome.kind === 'stored' ? 'stored' : 'failed',
  }
}

/** Nothing of the message is awaited any more: it was taken back, and its files are gone. */
export function endFetch(conversation: Conversation, seq: number): Conversation {
  const fetching = conversation.fetching?.filter((fetch) => fetch.seq !== seq) ?? []
  const { fetching: _ended, ...rest } = conversation
  return fetching.length === 0 ? rest : { ...rest, fetching }
}

function codeOf(outcome: Exclude<FetchOutcome, { kind: 'stored' }>): MediaFailureCode {
  return outcome.code
}

function toStored(attachment: Attachment, file: StoredFile): Attachment {
  return { ...attachment, status: 'stored', file }
}

function toStoredPart({ id, type }: Attachment, file: StoredFile, at: string): EventPart {
  const { mimeType, sizeBytes, sha256 } = file
  const data = { at, attachmentId: id, attachmentType: type, mimeType, sizeBytes, sha256 }
  return { type: 'message.attachment_stored', data }
}

function withFetch(conversation: Conversation, changed: Fetch): Conversation {
  const fetching = conversation.fetching?.map((fetch) => (fetch.seq === changed.seq ? changed : fetch)) ?? []
  return { ...conversation, fetching }
}

function withChange(
  { conversation, entry }: FetchedState,
  settled: Attachment,
  part: EventPart,
  { at, causationId }: { at: string; causationId: string },
): FetchedState {
  const revision = entry.revision + 1
  const change: EntryChange = {
    revision,
    at,
    actor: { kind: 'system', id: null, name: null },
    causationId,
    parts: [part],
    afterSeq: conversation.seq,
    afterVersion: conversation.version,
  }
  const changed = {
    ...entry,
    attachments: entry.attachments.map((each) => (each.id === settled.id ? settled : each)),
    revision,
    changes: fitChanges([...entry.changes, change]),
  }
  const told = {
    ...conversation,
    touched: [...conversation.touched, { seq: entry.seq, revision }],
    updatedAt: laterOf(conversation.updatedAt, at),
  }
  return {
    entry: changed,
    conversation: listPending(changed).length === 0 ? endFetch(told, entry.seq) : told,
  }
}
