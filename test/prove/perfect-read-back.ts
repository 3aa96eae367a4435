import { toConversationId, toEntryId, toEventId } from '../../shared/domain/ids.ts'
import { PROOF_RULES } from './clock-rules.ts'
import type { PublishedEvent } from './event-readers.ts'
import type { ReadBack } from './judge.ts'
import type { MessageView } from './judge-log.ts'
import type { ExpectedEntry, Lane } from './lane.ts'
import type { Plan } from './plan.ts'
import { toPerfectHandoffs } from './perfect-handoffs.ts'
import { toReply, toReplyEvents, toReplyReadBack } from './perfect-replies.ts'
import { toQuarantineParts } from '../../shared/aws/quarantine.ts'

export const AT = '2026-11-22T12:00:00.000Z'
const NO_CLOCKS: ReadBack['clocks'] = {
  rules: { ...PROOF_RULES, version: 1, savedAt: AT, savedBy: 'test' },
  histories: [],
  readAt: AT,
}
const NOBODY = { kind: 'system' as const, id: null, name: null }

/** What would be read back from an inbox that did everything right: every test of the judges breaks one thing in it. */
export function toPerfectReadBack({
  lanes,
  marks,
  answered,
}: Pick<Plan, 'lanes' | 'marks' | 'answered'>): ReadBack {
  const quarantine = marks.flatMap((mark) =>
    toQuarantineParts({ source: 'test', reason: 'broken', receivedAt: AT, bytes: Buffer.from(`{"${mark}`) }),
  )
  const replies = new Map(
    answered.map(({ lane, replies: planned }) => [lane, planned.map(({ words }) => words)]),
  )
  const wordsOf = (lane: Lane): string[] => replies.get(lane) ?? []
  const toAllEvents = (lane: Lane): PublishedEvent[] => [
    ...toEvents(lane),
    ...toReplyEvents(lane, wordsOf(lane)),
  ]
  return {
    log: {
      conversations: lanes.map((lane) => ({
        conversation: toConversation(lane, wordsOf(lane).length),
        entries: [
          ...lane.entries.map((entry, index) => toEntry(lane, entry, index + 1)),
          ...wordsOf(lane).map((words, index) => toReply(lane, words, index)),
        ],
      })),
      contacts: lanes.map(toContact),
    },
    events: {
      feed: lanes.flatMap(toAllEvents),
      live: lanes.flatMap(toAllEvents),
      bus: lanes.toReversed().flatMap(toAllEvents),
    },
    sidelines: { quarantine: quarantine.map((part) => JSON.stringify(part)), deadLetters: [] },
    replies: toReplyReadBack(lanes, wordsOf),
    // Clocks have a play of their own: `perfect-clocks.ts`.
    clocks: NO_CLOCKS,
    handoffs: toPerfectHandoffs(),
  }
}

function toConversation(
  lane: Lane,
  replies: number,
): ReadBack['log']['conversations'][number]['conversation'] {
  return {
    id: conversationIdOf(lane),
    channel: lane.channel,
    visibility: lane.visibility,
    account: { id: lane.accountId, name: null },
    contactId: lane.contactId,
    status: 'open',
    snoozedUntil: null,
    snoozedFor: null,
    assignee: null,
    team: null,
    priority: 'normal',
    tags: [],
    unread: 0,
    gap: false,
    deliveredUpTo: null,
    readUpTo: null,
    seq: lane.entries.length + replies,
    createdAt: AT,
    updatedAt: AT,
    lastMessage: null,
    window: null,
    sla: null,
    handoff: null,
    linked: [],
  }
}

function toContact(lane: Lane): ReadBack['log']['contacts'][number] {
  const isOut = lane.isOptedOut
  const others = lane.person.filter((id) => id !== lane.contactId)
  const optOuts = { [lane.accountId]: { at: AT, by: 'keyword' as const, scope: 'all' as const } }
  return {
    id: lane.contactId,
    name: null,
    handle: null,
    identities: [{ ...lane.identity, ...(isOut ? { optOuts } : {}) }],
    merged: others.map((id) => ({ id, at: AT })),
    conversations: [],
    hasMoreConversations: false,
    createdAt: AT,
    updatedAt: AT,
  }
}

export function toEntry(lane: Lane, entry: ExpectedEntry, seq: number): MessageView {
  const { providerId, direction, textNow, status, reaction, isRemoved, changes, filesToKeep } = entry
  return {
    id: toEntryId(conversationIdOf(lane), seq),
    conversationId: conversationIdOf(lane),
    seq,
    revision: changes.length + 1 + filesToKeep,
    at: AT,
    actor: NOBODY,
    author: NOBODY,
    kind: 'message',
    direction,
    text: textNow,
    content: { type: isRemoved ? 'text' : entry.content } as MessageView['content'],
    sentAt: AT,
    providerId,
    outgoing: null,
    late: false,
    replyTo: null,
    reactions: reaction === null ? [] : [{ emoji: reaction, by: NOBODY, at: AT }],
    editedAt: null,
    removedAt: isRemoved ? AT : null,
    hiddenAt: entry.isHidden ? AT : null,
    status,
    error: null,
    referral: null,
    attachments: Array.from({ length: filesToKeep }, (_, index) => toKeptFile(`att_${index + 1}`)),
  }
}

function toKeptFile(id: string): MessageView['attachments'][number] {
  const told = { type: 'image', name: null, mimeType: 'image/jpeg', sizeBytes: 1 } as const
  return { id, ...told, status: 'stored', url: `https://files.example.com/${id}`, sha256: '00' }
}

function toEvents(lane: Lane): PublishedEvent[] {
  const contact = lane.contactChanges.map((type, index) => toEvent(lane, type, null, index + 1, 1, {}))
  const messages = lane.entries.flatMap((entry, index) => {
    const seq = index + 1
    const reference = { providerId: entry.providerId, entryId: toEntryId(conversationIdOf(lane), seq) }
    const caused = [...(seq === 1 ? ['conversation.opened'] : []), ...entry.caused]
    const first = entry.direction === 'inbound' ? 'message.received' : 'message.sent'
    return [
      toEvent(lane, first, seq, 1, 1, { ...reference, text: entry.text }),
      ...caused.map((type, part) => toEvent(lane, type, seq, 1, part + 2, reference)),
      ...entry.changes.map((type, change) =>
        toEvent(lane, type, seq, change + 2, 1, { ...reference, text: entry.textNow }),
      ),
      ...Array.from({ length: entry.filesToKeep }, (_, file) =>
        toEvent(lane, 'message.attachment_stored', seq, entry.changes.length + file + 2, 1, reference),
      ),
    ]
  })
  return [...contact, ...messages]
}

export function toEvent(
  lane: Lane,
  type: string,
  seq: number | null,
  revision: number,
  part: number,
  data: Record<string, unknown>,
): PublishedEvent {
  const isAboutContact = seq === null
  const subjectId = isAboutContact ? lane.contactId : conversationIdOf(lane)
  return {
    type,
    id: toEventId({ subjectId, seq, revision, part }),
    version: 1,
    seq,
    revision,
    part,
    occurredAt: AT,
    channel: lane.channel,
    visibility: isAboutContact ? null : lane.visibility,
    account: isAboutContact ? null : { channel: lane.channel, id: lane.accountId },
    conversationId: isAboutContact ? null : subjectId,
    contactId: lane.contactId,
    actor: NOBODY,
    correlationId: 'env_1',
    causationId: 'env_1',
    data,
  }
}

/** Any id that is the lane's own. */
export function conversationIdOf({ accountId, identity, visibility, entries }: Lane): string {
  const root = visibility === 'public' ? (entries[0]?.providerId ?? '') : null
  return toConversationId({ accountId, identity, root })
}
