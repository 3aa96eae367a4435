import type { ChannelName, Provider } from './channel-name.ts'
import type { MessageEntry, RawPiece } from './entry.ts'
import type { EventPart } from './event-part.ts'
import { type Conversation, SPAM_TAG } from './conversation.ts'
import { toCoveredStatus } from './covered-status.ts'
import { suggestHandoff } from './handoff/suggest-handoff.ts'
import { toEntryId, toShard } from './ids.ts'
import { earlierOf, laterOf } from './instants.ts'
import { createAttachment } from './media/attachment.ts'
import { awaitFiles } from './media/await-files.ts'
import { reopenSession } from './session.ts'
import type { InboundEcho, InboundMessage, InboundUnsupported, PublicThread, Thread } from './inbound.ts'

/** How much of a message a list shows. */
const PREVIEW_CHARS_MAX = 160

/** What becomes a line of the log. */
export type InboundAddition = InboundMessage | InboundEcho | (InboundUnsupported & { thread: Thread })

export type AdditionContext = {
  conversationId: string
  contactId: string
  contactName: string | null
  channel: ChannelName
  provider: Provider
  account: { id: string; name: string | null }
  receivedAt: string
  causationId: string
  /** Entry that `replyTo` names, where it is known. */
  repliedEntryId: string | null
  raw: RawPiece | null
  /** An opt-out word does not reopen a conversation. */
  isOptOut: boolean
  shards: { queue: number; feed: number }
}

/** Writes a message into its conversation, or into a new one where there is none yet. `version` is the unit of work's to count. */
export function decideAddition(
  before: Conversation | null,
  event: InboundAddition,
  context: AdditionContext,
): { conversation: Conversation; entry: MessageEntry } {
  const base = before ?? createConversation(event.thread, context)
  const isInbound = event.kind !== 'echo'
  const isSpam = base.tags.includes(SPAM_TAG)
  const opening = decideOpening(before, base, isInbound && !context.isOptOut && !isSpam, context.receivedAt)
  const seq = base.seq + 1
  const caused = [...opening.caused, ...suggest(base, event, isSpam, seq)]
  const written = createEntry(base, event, context, seq, caused)
  const { fetching, attachments, parts } = awaitFiles(base, written, context.receivedAt)
  const entry = { ...written, attachments, caused: [...written.caused, ...parts] }
  return {
    entry,
    conversation: {
      ...base,
      ...opening.patch,
      ...(fetching && { fetching }),
      account: { id: base.account.id, name: context.account.name ?? base.account.name },
      // A number may move from one provider to another: an answer takes the way by which the customer wrote last.
      provider: isInbound ? context.provider : base.provider,
      seq,
      lastMessage: { seq, text: toPreview(entry.text), at: entry.sentAt, direction: entry.direction },
      unread: isInbound ? base.unread + 1 : 0,
      lastInboundAt: isInbound ? laterOf(base.lastInboundAt, entry.sentAt) : base.lastInboundAt,
      updatedAt: laterOf(base.updatedAt, context.receivedAt),
      activityAt: laterOf(base.activityAt, context.receivedAt),
    },
  }
}

/** What belongs in private is said to belong there, once for each message and while nobody is on the way already. */
function suggest(
  { id, visibility, handoff }: Conversation,
  event: InboundAddition,
  isSpam: boolean,
  seq: number,
): EventPart[] {
  if (visibility !== 'public' || handoff !== null || isSpam || event.kind !== 'message') return []
  const suggestion = suggestHandoff(event.text, event.masked ?? [])
  return suggestion === null
    ? []
    : [{ type: 'handoff.suggested', data: { entryId: toEntryId(id, seq), ...suggestion } }]
}

export function toPreview(text: string | null): string | null {
  if (text === null || text.length <= PREVIEW_CHARS_MAX) return text
  // Never half an emoji: the table takes whole characters only.
  return `${text.slice(0, PREVIEW_CHARS_MAX - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

export type BirthContext = Pick<
  AdditionContext,
  'conversationId' | 'contactId' | 'channel' | 'provider' | 'account' | 'receivedAt' | 'shards'
>

/** A conversation without a line yet. */
export function createConversation(
  thread: { visibility: 'private' } | Pick<PublicThread, 'visibility' | 'root' | 'subject'>,
  context: BirthContext,
): Conversation {
  const isPublic = thread.visibility === 'public'
  return {
    id: context.conversationId,
    channel: context.channel,
    provider: context.provider,
    visibility: thread.visibility,
    account: context.account,
    contactId: context.contactId,
    root: isPublic ? thread.root : null,
    subject: isPublic ? thread.subject : null,
    status: 'open',
    snoozedUntil: null,
    snoozedFor: null,
    assignee: null,
    team: null,
    priority: 'normal',
    tags: [],
    lastMessage: null,
    unread: 0,
    gap: false,
    lastInboundAt: null,
    deliveredUpTo: null,
    readUpTo: null,
    session: { number: 1, startedAt: context.receivedAt },
    closedAt: null,
    handoff: null,
    linked: [],
    sending: null,
    sla: null,
    dueAt: null,
    seq: 0,
    version: 1,
    workflowRevision: 1,
    touched: [],
    createdAt: context.receivedAt,
    updatedAt: context.receivedAt,
    activityAt: context.receivedAt,
    queueShard: toShard(context.conversationId, context.shards.queue),
    feedShard: toShard(context.conversationId, context.shards.feed),
  }
}

/** A customer's message opens what was pending, snoozed or closed; long after closing it starts a new session. */
function decideOpening(
  before: Conversation | null,
  base: Conversation,
  reopens: boolean,
  receivedAt: string,
): { patch: Partial<Conversation>; caused: EventPart[] } {
  if (before === null) {
    return { patch: {}, caused: [{ type: 'conversation.opened', data: { session: base.session.number } }] }
  }
  if (!reopens || before.status === 'open') return { patch: {}, caused: [] }
  const session = reopenSession(before, receivedAt)
  return {
    patch: {
      status: 'open',
      snoozedUntil: null,
      snoozedFor: null,
      closedAt: null,
      session,
      workflowRevision: before.workflowRevision + 1,
    },
    caused: [{ type: 'conversation.reopened', data: { from: before.status, session: session.number } }],
  }
}

function createEntry(
  conversation: Conversation,
  event: InboundAddition,
  context: AdditionContext,
  seq: number,
  caused: EventPart[],
): MessageEntry {
  const isInbound = event.kind !== 'echo'
  const sentAt = earlierOf(event.sentAt ?? context.receivedAt, context.receivedAt)
  const covered = isInbound ? null : toCoveredStatus(conversation, sentAt)
  const words =
    event.kind === 'unsupported'
      ? {
          text: null,
          content: { type: 'unsupported' as const, of: event.of },
          attachments: [],
          replyTo: null,
        }
      : event
  return {
    kind: 'message',
    conversationId: conversation.id,
    seq,
    revision: 1,
    at: context.receivedAt,
    actor: isInbound
      ? { kind: 'contact', id: context.contactId, name: context.contactName }
      : { kind: 'external', id: null, name: null },
    causationId: context.causationId,
    caused:
      covered === null
        ? caused
        : [...caused, { type: `message.${covered.status}`, data: { at: covered.at } }],
    changes: [],
    direction: isInbound ? 'inbound' : 'outbound',
    text: words.text,
    original: null,
    content: words.content,
    sentAt,
    providerId: event.providerId,
    outgoing: null,
    late:
      conversation.lastMessage !== null &&
      sentAt < laterOf(conversation.lastInboundAt, conversation.lastMessage.at),
    attachments: words.attachments.map((attachment, index) =>
      createAttachment(attachment, `att_${index + 1}`),
    ),
    replyTo: words.replyTo === null ? null : { entryId: context.repliedEntryId, providerId: words.replyTo },
    reactions: [],
    editedAt: null,
    removedAt: null,
    hiddenAt: null,
    status: isInbound ? 'received' : (covered?.status ?? 'sent'),
    error: null,
    referral: event.kind === 'message' ? event.referral : null,
    forwarded: event.kind === 'unsupported' ? false : event.forwarded,
    raw: context.raw,
    ...(event.kind === 'unsupported' || event.masked === undefined ? {} : { masked: event.masked }),
    ...(isInbound && context.isOptOut ? { optsOut: true as const } : {}),
  }
}
