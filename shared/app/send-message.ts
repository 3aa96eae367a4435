import type { Conversation } from '../domain/conversation.ts'
import { decideSend, type Wording } from '../domain/decide-send.ts'
import type { Actor, MessageEntry } from '../domain/entry.ts'
import type { EventPart } from '../domain/event-part.ts'
import { parseEntryId, toEntryId } from '../domain/ids.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import { queueMessage } from '../domain/queue-message.ts'
import { type AuthorKind, decideReplyOptions } from '../domain/reply-options.ts'
import { type MessageView, toEntryView, toMessageView } from './entry-view.ts'
import { toPrivateReplyRules } from './handoff/private-reply-rules.ts'
import {
  type AccountReader,
  isVisible,
  readHold,
  readReplyFacts,
  type ReplySettings,
} from './read-reply-facts.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Done, Repeated, SaveDeps } from './save-once.ts'
import { toUploader } from './media/announce-upload.ts'
import type { UploadShelf } from './media/media-ports.ts'
import { findUploads, takeUploads } from './media/take-uploads.ts'
import { isSealed, openEntries } from './thread/open-entry.ts'
import { isSecure, putThreadMessage, type SecureConversation } from './thread/put-thread-message.ts'
import { type SealDeps, saveSealed } from './thread/save-sealed.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { toAuthor, toCausationId, type WriteRequest } from './write-request.ts'

/** Newer entries that a refusal lists. */
const NEWER_MAX = 50

export type SendDeps = SaveDeps &
  SealDeps & { accounts: AccountReader; replies: ReplySettings; uploads: UploadShelf }

export type SendWish = Omit<Wording, 'files'> & {
  conversationId: string
  /** Ids of files that its author put up in this conversation. */
  attachments?: readonly string[]
  /** Entry that it answers. */
  replyTo: string | null
  author: AuthorKind | null
  /** Number of the last entry that the author has seen; null: they do not say. */
  seenUpTo: number | null
  /** The handoff that it is part of. */
  handoff?: Outgoing['handoff']
  /** What else its writing causes, such as a conversation that opens. */
  caused?: EventPart[]
}

/** Puts a message of our side into the log and the conversation's queue, if it may be sent now. */
export function sendMessage(
  deps: SendDeps,
  wish: SendWish,
  request: WriteRequest,
): Promise<Done<MessageView> | Repeated | Refusal> {
  return saveSealed<MessageView>(deps, request.claim, async (unit) => {
    const conversation = await unit.conversation(wish.conversationId, false)
    if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
    const overtaken = await refuseOvertaken(deps, unit, conversation, wish.seenUpTo)
    if (overtaken !== null) return overtaken
    const queued = await putMessage(deps, unit, conversation, wish, request)
    if (queued.kind === 'refused') return queued
    const answer = { ...toMessageView(queued.entry), text: wish.text }
    return { kind: 'done', answer, isSealed: isSealed(queued.entry) }
  })
}

/** The part that starting a conversation shares: `conversation` may be one that is not stored yet. */
export async function putMessage(
  { accounts, clock, replies, seals, uploads }: SendDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  wish: Omit<SendWish, 'conversationId' | 'seenUpTo'>,
  request: WriteRequest,
): Promise<{ kind: 'queued'; entry: MessageEntry; conversation: Conversation } | Refusal> {
  const author = toAuthor(request.actor, wish.author)
  if (author.kind === 'refused') return author
  const now = clock.now()
  const { facts, rules, target } = await readReplyFacts(unit, conversation, replies, now)
  const named = wish.replyTo === null ? null : await findReplied(unit, conversation, wish.replyTo)
  if (named?.kind === 'refused') return named
  // Named outright, it may be something other than the newest: then that is enough to write under.
  const hasTarget = facts.hasTarget || named !== null
  const hold = await readHold(accounts, conversation, 'message', now)
  const isPrivateReply = wish.handoff?.privateReplyTo !== undefined
  const own = isPrivateReply ? toPrivateReplyRules(replies, conversation) : facts.rules
  const options = decideReplyOptions({ ...facts, rules: own, hasTarget, hold })
  const { visibility } = conversation
  const { redaction } = replies
  const { attachments: ids = [] } = wish
  const found = await findUploads(unit, conversation, { ids, uploader: toUploader(request), now })
  if (found.kind === 'refused') return found
  const wording = { ...wish, files: found.uploads }
  const decision = decideSend(options, wording, { author: author.author.kind, visibility, redaction })
  if (decision.kind === 'refused') return refuse(decision.code, decision.detail)
  if (named !== null && rules?.replyTo !== true) {
    return refuse(
      'channel_unsupported',
      'This channel does not show what a message answers. Send it without `replyTo`.',
    )
  }
  const { text, quickReplies, template } = wish
  if (isSecure(conversation)) {
    return putInThread(seals, unit, conversation, {
      text: text ?? '',
      actor: author.author,
      at: now.toISOString(),
      causationId: toCausationId(request),
    })
  }
  const place = { conversationId: conversation.id, seq: conversation.seq + 1 }
  const files = await takeUploads(uploads, found.uploads, place)
  if (files.kind === 'refused') return files
  const queued = queueMessage(conversation, {
    text,
    quickReplies,
    template,
    attachments: files.attachments,
    actor: author.author,
    causationId: toCausationId(request),
    now,
    rule: decision.rule,
    until: decision.until,
    replyTo: isPrivateReply ? null : toReplyTo(named?.entry ?? target),
    segments: rules?.segments ?? false,
    ...(wish.caused === undefined ? {} : { caused: wish.caused }),
    ...(wish.handoff === undefined ? {} : { handoff: wish.handoff }),
  })
  unit.putEntry(queued.entry)
  unit.putConversation(queued.conversation)
  return { kind: 'queued', ...queued }
}

/** What the customer wrote since the author looked may change what they want to say. */
async function refuseOvertaken(
  { seals }: SealDeps,
  unit: UnitOfWork,
  conversation: Conversation,
  seenUpTo: number | null,
): Promise<Refusal | null> {
  const { id, seq } = conversation
  if (seenUpTo === null || seenUpTo >= seq) return null
  const newer = await unit.entriesBack(id, { from: Math.max(seenUpTo + 1, seq - NEWER_MAX + 1), to: seq })
  const written = newer.filter((entry) => entry.kind === 'message' && entry.direction === 'inbound').reverse()
  if (written.length === 0) return null
  const detail = `The customer wrote after entry ${seenUpTo}: read \`entries\`, then send again with If-Match: "seq-${seq}".`
  const readable = await openEntries(seals, conversation, written)
  return { ...refuse('version_conflict', detail), entries: readable.map(toEntryView) }
}

/** In a secure thread nothing waits to be sent. */
async function putInThread(
  seals: SealDeps['seals'],
  unit: UnitOfWork,
  conversation: SecureConversation,
  words: { text: string; actor: Actor; at: string; causationId: string },
): Promise<{ kind: 'queued'; entry: MessageEntry; conversation: Conversation } | Refusal> {
  if (seals === null) return refuse('provider_unsupported', 'Secure threads are switched off here.')
  const put = { ...words, direction: 'outbound' as const, caused: [] }
  return { kind: 'queued', ...(await putThreadMessage(seals, unit, conversation, put)) }
}

async function findReplied(
  unit: UnitOfWork,
  { id }: Conversation,
  entryId: string,
): Promise<{ kind: 'found'; entry: MessageEntry } | Refusal> {
  const place = parseEntryId(entryId)
  const entry = place?.conversationId === id ? await unit.entry(id, place.seq) : null
  return entry?.kind === 'message' && isVisible(entry)
    ? { kind: 'found', entry }
    : refuse(
        'reply_target_gone',
        '`replyTo` must be the id of a message of this conversation that the platform has and nobody removed.',
      )
}

function toReplyTo(entry: MessageEntry | null): MessageEntry['replyTo'] {
  return entry?.providerId == null
    ? null
    : { entryId: toEntryId(entry.conversationId, entry.seq), providerId: entry.providerId }
}
