import type { Contact } from './contact.ts'
import type { Conversation } from './conversation.ts'
import type { Actor, Entry, MessageEntry, NoteEntry } from './entry.ts'
import type { EventPart } from './event-part.ts'
import {
  EVENT_DETAIL_BYTES_MAX,
  EVENT_TEXT_BYTES_MAX,
  EVENTS,
  type EventDetail,
  type InletEvent,
} from './events.ts'
import { toEntryId, toEventId } from './ids.ts'

export type EventTextPolicy = 'include' | 'omit'

/** The events of one revision of an entry. Always the same ids and, until the customer takes the words back, the same content. */
export function toEntryEvents(
  conversation: Conversation,
  entry: Entry,
  revision: number,
  text: EventTextPolicy,
): InletEvent[] {
  const change =
    revision === 1 ? toFirstChange(entry) : entry.changes.find((each) => each.revision === revision)
  if (change === undefined) return []
  return change.parts.map((part, index) => {
    const detail: EventDetail = {
      id: toEventId({ subjectId: conversation.id, seq: entry.seq, revision, part: index + 1 }),
      version: EVENTS[part.type].version,
      seq: entry.seq,
      revision,
      part: index + 1,
      occurredAt: change.at,
      channel: conversation.channel,
      visibility: conversation.visibility,
      account: { channel: conversation.channel, id: conversation.account.id },
      conversationId: conversation.id,
      contactId: conversation.contactId,
      actor: change.actor,
      correlationId: entry.causationId,
      causationId: change.causationId,
      data:
        revision === 1 && index === 0 && entry.kind === 'message'
          ? toMessageData(entry, text)
          : revision === 1 && index === 0 && entry.kind === 'note'
            ? { entryId: toEntryId(entry.conversationId, entry.seq), ...toOwnText(entry, text) }
            : toData(entry, part, text),
    }
    return { type: part.type, detail: fitDetail(detail) }
  })
}

/** The events of one revision of a contact. */
export function toContactEvents(contact: Contact, revision: number): InletEvent[] {
  const change = contact.changes.find((each) => each.revision === revision)
  return (change?.parts ?? []).map((part, index) => ({
    type: part.type,
    detail: {
      id: toEventId({ subjectId: contact.id, seq: null, revision, part: index + 1 }),
      version: EVENTS[part.type].version,
      seq: null,
      revision,
      part: index + 1,
      occurredAt: change?.at ?? contact.updatedAt,
      channel: contact.identities[0]?.channel ?? null,
      visibility: null,
      account: null,
      conversationId: null,
      contactId: contact.id,
      actor: change?.actor ?? { kind: 'contact', id: contact.id, name: null },
      correlationId: change?.causationId ?? contact.id,
      causationId: change?.causationId ?? contact.id,
      data: part.data,
    },
  }))
}

function toFirstChange(entry: Entry): { at: string; actor: Actor; causationId: string; parts: EventPart[] } {
  return {
    at: entry.at,
    actor: entry.actor,
    causationId: entry.causationId,
    parts: [toFirstPart(entry), ...entry.caused],
  }
}

function toFirstPart(entry: Entry): EventPart {
  if (entry.kind === 'activity') return { type: entry.type, data: entry.data }
  if (entry.kind === 'note') return { type: 'note.added', data: {} }
  if (entry.direction === 'inbound') return { type: 'message.received', data: {} }
  // Typed in the platform's own app, it was sent before we knew of it.
  return { type: entry.outgoing === null ? 'message.sent' : 'message.queued', data: {} }
}

function toData(entry: Entry, part: EventPart, text: EventTextPolicy): EventDetail['data'] {
  if (entry.kind !== 'message' || !part.type.startsWith('message.')) return part.data
  const reference = { entryId: toEntryId(entry.conversationId, entry.seq), providerId: entry.providerId }
  if (part.type === 'message.edited') {
    const words = typeof part.data['text'] === 'string' ? part.data['text'] : null
    return { ...reference, ...part.data, ...toEventText(words, text) }
  }
  // Nobody knew one then, even if somebody does by now.
  if (part.type === 'message.unknown') return { ...reference, ...part.data, providerId: null }
  const { error, ...rest } = part.data
  return part.type === 'message.failed' ? { ...reference, ...rest, error } : { ...reference, ...rest }
}

function toMessageData(entry: MessageEntry, text: EventTextPolicy): EventDetail['data'] {
  const { text: words, content, attachments, masked } = entry.original ?? entry
  const isQueued = entry.outgoing !== null
  return {
    entryId: toEntryId(entry.conversationId, entry.seq),
    direction: entry.direction,
    status: entry.direction === 'inbound' ? 'received' : isQueued ? 'queued' : 'sent',
    ...(entry.sealed === undefined ? toEventText(words, text) : LEFT_OUT),
    content,
    attachments: attachments.map(({ id, type, mimeType, sizeBytes }) => ({
      id,
      type,
      mimeType,
      sizeBytes,
    })),
    replyTo: entry.replyTo,
    // As it was when it was written: what the platform said of it later is in later events.
    providerId: isQueued ? null : entry.providerId,
    sentAt: isQueued ? entry.at : entry.sentAt,
    late: entry.late,
    ...(masked && { masked }),
  }
}

/** There are words, and they are read elsewhere. */
const LEFT_OUT = { text: null, truncated: true } as const

function toOwnText(
  { text, sealed }: NoteEntry,
  policy: EventTextPolicy,
): { text: string | null; truncated: boolean } {
  return sealed === undefined ? toEventText(text, policy) : LEFT_OUT
}

function toEventText(
  words: string | null,
  policy: EventTextPolicy,
): { text: string | null; truncated: boolean } {
  if (words === null) return { text: null, truncated: false }
  if (policy === 'omit') return LEFT_OUT
  if (Buffer.byteLength(words) <= EVENT_TEXT_BYTES_MAX) return { text: words, truncated: false }
  const cut = Buffer.from(words).subarray(0, EVENT_TEXT_BYTES_MAX)
  return { text: new TextDecoder().decode(cut).replace(/\uFFFD+$/, ''), truncated: true }
}

/** A shared address book or a long order may be larger than an event may be: then only its kind travels. */
function fitDetail(detail: EventDetail): EventDetail {
  if (Buffer.byteLength(JSON.stringify(detail)) <= EVENT_DETAIL_BYTES_MAX) return detail
  const content = detail.data['content']
  const type =
    typeof content === 'object' && content !== null && 'type' in content ? content.type : 'unsupported'
  return { ...detail, data: { ...detail.data, content: { type, truncated: true }, attachments: [] } }
}
