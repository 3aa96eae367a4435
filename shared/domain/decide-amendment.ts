import { toPreview } from './decide-addition.ts'
import type { Conversation } from './conversation.ts'
import type { Actor, EntryChange, MessageEntry, MessageStatus, Reaction } from './entry.ts'
import type { EventPart } from './event-part.ts'
import { createAttachment } from './media/attachment.ts'
import { type AwaitedFiles, awaitFiles } from './media/await-files.ts'
import { planFetch } from './media/fetching.ts'
import type {
  InboundEdit,
  InboundHiding,
  InboundReaction,
  InboundReceipt,
  InboundRemoval,
  ReceiptStatus,
} from './inbound.ts'
import type { AmendmentFact } from './parked-fact.ts'

/** Keeps an entry far below the table's item limit even if a customer toggles a reaction all day. */
export const ENTRY_CHANGES_MAX = 200
/** … and if every change is a new text of full length. */
const CHANGES_BYTES_MAX = 100_000

/** How far a message has come. A receipt may only move it forward; `delivered` may overtake `sent`. */
const PROGRESS: Readonly<Record<MessageStatus, number>> = {
  received: 0,
  queued: 0,
  unknown: 1,
  sent: 2,
  failed: 3,
  delivered: 4,
  read: 5,
}

export type AmendmentOutcome =
  | { kind: 'changed'; entry: MessageEntry; conversation: Conversation }
  /** Already so, older than what is known, or not about this kind of message: applying it again is harmless. */
  | { kind: 'unchanged'; reason: 'not_outbound' | 'not_newer' | 'removed' | 'same' }

type Change = { patch: Partial<MessageEntry>; part: EventPart; actor: Actor }
type Refusal = Extract<AmendmentOutcome, { kind: 'unchanged' }>['reason']

/** Applies a receipt, edit, removal, reaction or hiding to a message that is written. */
export function decideAmendment(
  entry: MessageEntry,
  conversation: Conversation,
  fact: AmendmentFact,
  /** Who `contact` is: under a public post anybody may react. */
  contactId: string = conversation.contactId,
): AmendmentOutcome {
  const change = toChange(entry, contactId, fact)
  if (typeof change === 'string') return { kind: 'unchanged', reason: change }
  const revision = entry.revision + 1
  const record: EntryChange = {
    revision,
    at: fact.receivedAt,
    actor: change.actor,
    causationId: fact.causationId,
    parts: [change.part],
    ...(saysTheSame(fact, entry) ? {} : { afterSeq: conversation.seq, afterVersion: conversation.version }),
  }
  const patched: MessageEntry = { ...entry, ...change.patch }
  const { fetching, attachments, parts } = toFiles(entry, patched, conversation, fact.receivedAt)
  const told = { ...record, parts: [...record.parts, ...parts] }
  const changed: MessageEntry = {
    ...patched,
    attachments,
    revision,
    changes: fitChanges([...patched.changes, told]),
  }
  const isLastMessage = conversation.lastMessage?.seq === entry.seq
  return {
    kind: 'changed',
    entry: changed,
    conversation: {
      ...conversation,
      ...(fetching && { fetching }),
      lastMessage:
        isLastMessage && conversation.lastMessage !== null
          ? { ...conversation.lastMessage, text: toPreview(changed.text) }
          : conversation.lastMessage,
      touched: [...conversation.touched, { seq: entry.seq, revision }],
      updatedAt: fact.receivedAt > conversation.updatedAt ? fact.receivedAt : conversation.updatedAt,
    },
  }
}

/** New files are awaited like those of a new message; of one that is taken back, those that are kept must go. */
function toFiles(
  before: MessageEntry,
  after: MessageEntry,
  conversation: Conversation,
  at: string,
): AwaitedFiles {
  if (before.attachments === after.attachments) {
    return { fetching: conversation.fetching, attachments: after.attachments, parts: [] }
  }
  if (after.removedAt === null || before.attachments.length === 0) return awaitFiles(conversation, after, at)
  const fetching = planFetch(conversation, after.seq, at) ?? conversation.fetching
  return { fetching, attachments: after.attachments, parts: [] }
}

/** An edit to the same words asks for no other answer. */
function saysTheSame({ amendment }: AmendmentFact, { text }: MessageEntry): boolean {
  return amendment.kind === 'edit' && amendment.text === text
}

function toChange(entry: MessageEntry, contactId: string, fact: AmendmentFact): Change | Refusal {
  const { amendment } = fact
  switch (amendment.kind) {
    case 'receipt':
      return applyReceipt(entry, amendment)
    case 'edit':
      return applyEdit(entry, contactId, amendment, fact.receivedAt)
    case 'removal':
      return applyRemoval(entry, contactId, amendment, fact.receivedAt)
    case 'reaction':
      return applyReaction(entry, contactId, amendment, fact.receivedAt)
    case 'hiding':
      return applyHiding(entry, amendment, fact.receivedAt)
  }
}

function applyReceipt(entry: MessageEntry, receipt: InboundReceipt): Change | Refusal {
  if (entry.direction !== 'outbound') return 'not_outbound'
  if (PROGRESS[receipt.status] <= PROGRESS[entry.status]) return 'not_newer'
  const error =
    receipt.status === 'failed'
      ? {
          code: receipt.error?.code ?? 'platform_rejected',
          providerCode: receipt.error?.providerCode ?? null,
          title: receipt.error?.title ?? 'The platform gave no reason',
        }
      : null
  return {
    patch: { status: receipt.status, error },
    part: { type: toReceiptEvent(receipt.status), data: { at: receipt.at, error } },
    actor: { kind: 'system', id: null, name: null },
  }
}

function toReceiptEvent(status: ReceiptStatus): EventPart['type'] {
  return `message.${status}`
}

function applyEdit(
  entry: MessageEntry,
  contactId: string,
  edit: InboundEdit,
  receivedAt: string,
): Change | Refusal {
  if (entry.removedAt !== null) return 'removed'
  const editedAt = edit.at ?? receivedAt
  if (entry.editedAt !== null && editedAt < entry.editedAt) return 'not_newer'
  if (entry.editedAt === editedAt && entry.text === edit.text) return 'same'
  return {
    patch: {
      text: edit.text,
      content: edit.content,
      masked: edit.masked,
      original: entry.editedAt === null ? toOriginal(entry) : entry.original,
      attachments:
        edit.attachments.length === 0
          ? entry.attachments
          : edit.attachments.map((attachment, index) =>
              createAttachment(attachment, `att_${entry.revision + 1}_${index + 1}`),
            ),
      editedAt,
    },
    part: {
      type: 'message.edited',
      data: { at: editedAt, text: edit.text, ...(edit.masked && { masked: edit.masked }) },
    },
    actor: toActor(edit.by, contactId),
  }
}

function toOriginal({ text, content, attachments, masked }: MessageEntry): MessageEntry['original'] {
  return { text, content, attachments, ...(masked && { masked }) }
}

/** The customer took it back: the words go, the line that something was here stays. */
function applyRemoval(
  entry: MessageEntry,
  contactId: string,
  removal: InboundRemoval,
  receivedAt: string,
): Change | Refusal {
  if (entry.removedAt !== null) return 'same'
  const removedAt = removal.at ?? receivedAt
  return {
    patch: {
      text: null,
      masked: undefined,
      original: null,
      content: { type: 'text' },
      attachments: [],
      raw: null,
      removedAt,
      changes: entry.changes.map(withoutText),
    },
    part: { type: 'message.removed', data: { at: removedAt } },
    actor: toActor(removal.by, contactId),
  }
}

/** The newest changes; of more text than an entry can hold, older changes lose the words that were replaced since. */
export function fitChanges(changes: readonly EntryChange[]): EntryChange[] {
  const newest = changes.slice(-ENTRY_CHANGES_MAX)
  const last = newest.length - 1
  let bytes = 0
  return newest.reduceRight<EntryChange[]>((fitting, change, index) => {
    bytes += Buffer.byteLength(JSON.stringify(change))
    return [index < last && bytes > CHANGES_BYTES_MAX ? withoutText(change) : change, ...fitting]
  }, [])
}

function withoutText(change: EntryChange): EntryChange {
  return {
    ...change,
    parts: change.parts.map((part) =>
      'text' in part.data ? { ...part, data: { ...part.data, text: null } } : part,
    ),
  }
}

function applyReaction(
  entry: MessageEntry,
  contactId: string,
  reaction: InboundReaction,
  receivedAt: string,
): Change | Refusal {
  const by = toActor(reaction.by, contactId)
  const at = reaction.at ?? receivedAt
  const lastAt = lastReactionAt(entry, by)
  if (at < lastAt) return 'not_newer'
  const isHers = (other: Reaction): boolean => other.by.kind === by.kind && other.by.id === by.id
  const existing = entry.reactions.find(isHers)
  // The same again, but later, is a change too: it keeps what happened in between from coming after it.
  if (at === lastAt && (existing?.emoji ?? null) === reaction.emoji) return 'same'
  const others = entry.reactions.filter((other) => !isHers(other))
  return {
    patch: { reactions: reaction.emoji === null ? others : [...others, { emoji: reaction.emoji, by, at }] },
    part: { type: 'message.reaction_changed', data: { at, emoji: reaction.emoji } },
    actor: by,
  }
}

/** Hidden from others or shown again; the words stay. */
function applyHiding(entry: MessageEntry, hiding: InboundHiding, receivedAt: string): Change | Refusal {
  const at = hiding.at ?? receivedAt
  const lastAt = lastHidingAt(entry)
  if (at < lastAt) return 'not_newer'
  // Shown again before it was known to be hidden is a change too: it keeps an older hiding from coming after it.
  if (lastAt !== '' && hiding.hidden === (entry.hiddenAt !== null)) return 'same'
  return {
    patch: { hiddenAt: hiding.hidden ? at : null },
    part: { type: hiding.hidden ? 'message.hidden' : 'message.unhidden', data: { at } },
    actor: { kind: 'external', id: null, name: null },
  }
}

function lastHidingAt(entry: MessageEntry): string {
  const isHiding = (type: EventPart['type'] | undefined): boolean =>
    type === 'message.hidden' || type === 'message.unhidden'
  const last = entry.changes.findLast((change) => isHiding(change.parts[0]?.type))
  const at = last?.parts[0]?.data['at']
  return typeof at === 'string' ? at : ''
}

/** A reaction that was taken back leaves no reaction to compare with, only its change. */
function lastReactionAt(entry: MessageEntry, by: Actor): string {
  const last = entry.changes.findLast(
    (change) =>
      change.actor.kind === by.kind &&
      change.actor.id === by.id &&
      change.parts[0]?.type === 'message.reaction_changed',
  )
  const at = last?.parts[0]?.data['at']
  return typeof at === 'string' ? at : ''
}

function toActor(by: 'contact' | 'external', contactId: string): Actor {
  return by === 'contact'
    ? { kind: 'contact', id: contactId, name: null }
    : { kind: 'external', id: null, name: null }
}
