import { createHash } from 'node:crypto'
import type { Envelope } from './envelope.ts'
import { type Identity, toIdentityKey } from './identity.ts'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const DERIVED_ID_CHARS = 26

/** What a private conversation is about (contact and account) or a public one (author and account under one root post). */
export type ConversationOrigin = {
  accountId: string
  identity: Identity
  /** Root post of a public conversation, null for a private one. */
  root: string | null
}

/** Derived, so that two first messages that arrive at once meet in one conversation. */
export function toConversationId({ accountId, identity, root }: ConversationOrigin): string {
  return `cnv_${toDerivedId(['conversation', identity.channel, accountId, toIdentityKey(identity), root ?? ''])}`
}

/** Of the conversation that follows one whose time was up: its numbers start again, so its id and its events' ids must not. */
export function toNextConversationId(expiredId: string): string {
  return `cnv_${toDerivedId(['conversation after', expiredId])}`
}

export function toContactId(identity: Identity): string {
  return `ctc_${toDerivedId(['contact', toIdentityKey(identity)])}`
}

/** The one that stands in this line of its public conversation. */
export function toHandoffId(publicConversationId: string, seq: number): string {
  return `hnd_${toDerivedId(['handoff', publicConversationId, String(seq)])}`
}

/** How the id of every conversation begins, and with it the key of every file that is not a secure thread's. */
export const CONVERSATION_PREFIX = 'cnv_'

/** `msg_<conversation>_<seq>`: found without an index, because it says where it is. */
export function toEntryId(conversationId: string, seq: number): string {
  return `msg_${conversationId.slice('cnv_'.length)}_${seq}`
}

export function parseEntryId(entryId: string): { conversationId: string; seq: number } | null {
  const match = /^msg_([a-z2-7]{26})_([1-9]\d{0,14})$/.exec(entryId)
  return match?.[1] === undefined ? null : { conversationId: `cnv_${match[1]}`, seq: Number(match[2]) }
}

/** The same (conversation or contact, seq, revision, part) gives the same event id, however often it is published. */
export function toEventId(of: {
  subjectId: string
  seq: number | null
  revision: number
  part: number
}): string {
  return `evt_${toDerivedId(['event', of.subjectId, String(of.seq ?? ''), String(of.revision), String(of.part)])}`
}

/** Names the timer that caused a change; safe to show. */
export function toTimerId(conversationId: string, at: string): string {
  return `tmr_${conversationId.slice('cnv_'.length)}_${Date.parse(at)}`
}

/** Names the fetching of a message's files; safe to show. */
export function toFetchId(conversationId: string, seq: number): string {
  return `ftc_${conversationId.slice('cnv_'.length)}_${seq}`
}

/** The same for every repetition of the request that announced it. */
export function toUploadId(claimKey: string): string {
  return `att_${toDerivedId(['upload', claimKey])}`
}

/** Where a file of our side lies until it is sent: taken away after a day. */
export function toUploadKey({ conversationId, id }: { conversationId: string; id: string }): string {
  return `${UPLOAD_PREFIX}${conversationId}/${id}`
}

/** No conversation's id begins so. */
export const UPLOAD_PREFIX = 'uploads/'

/** Below it lie the files of one message, and nothing else. */
export function toFilePrefix(conversationId: string, seq: number): string {
  return `${conversationId}/${seq}/`
}

/** The one file of a line in a secure thread: found without an index, as its line is. */
export function toThreadFileId(conversationId: string, seq: number): string {
  return `att_${conversationId.slice('cnv_'.length)}_${seq}`
}

/** The line of a file, where it is one of this thread. */
export function parseThreadFileId(id: string, conversationId: string): { seq: number } | null {
  const match = /^att_([a-z2-7]{26})_([1-9]\d{0,14})$/.exec(id)
  return match?.[1] === conversationId.slice('cnv_'.length) ? { seq: Number(match[2]) } : null
}

/** Of secure threads: no conversation's id begins so, so that their files have a retention of their own. */
export const THREAD_FILES_PREFIX = 'threads/'

/** Names the envelope that caused a change; safe to show, says nothing about its content. */
export function toEnvelopeId({
  source,
  channel,
  account,
  key,
}: Pick<Envelope, 'source' | 'channel' | 'account' | 'key'>): string {
  return `env_${toDerivedId(['envelope', source, channel, account.id, key])}`
}

/** Names the daily check of an account that caused a change. */
export function toCheckId(of: { channel: string; accountId: string; at: string }): string {
  return `chk_${toDerivedId(['check', of.channel, of.accountId, of.at])}`
}

/** A stable number in [0, shards) for the index and feed partition of an id. */
export function toShard(id: string, shards: number): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % shards
}

function toDerivedId(parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest()
  let id = ''
  for (let index = 0; index < DERIVED_ID_CHARS; index++) {
    const bit = index * 5
    const window = ((hash[bit >> 3] ?? 0) << 8) | (hash[(bit >> 3) + 1] ?? 0)
    id += BASE32.charAt((window >> (11 - (bit & 7))) & 31)
  }
  return id
}
