import type { Contact, IdentityRecord } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import { withDueAt } from '../domain/due.ts'
import type { Entry } from '../domain/entry.ts'
import type { Handoff } from '../domain/handoff/handoff.ts'
import type { HandoffPass } from '../domain/handoff/pass.ts'
import { type Identity, toIdentityKey } from '../domain/identity.ts'
import type { Upload } from '../domain/media/upload.ts'
import type { ThreadAccess } from '../domain/thread/thread-access.ts'
import type { SeenRecord } from '../domain/seen.ts'
import type { StoredAnswer } from '../domain/stored-answer.ts'
import type { ClockRecord } from '../domain/sla/clock-record.ts'
import { listOpenClocks } from '../domain/sla/clocks.ts'
import { followOffers } from './handoff/follow-offers.ts'
import { createSlots } from './slots.ts'
import { type ClockChannels, moveClocks } from './move-clocks.ts'
import type { InboxStore, ReadMode, Write } from './ports.ts'

/**
 * Everything that one envelope reads and changes, saved in one transaction. Every change is conditional on the state
 * that was read, so a unit that read something old fails to commit and is simply done again.
 */
export type UnitOfWork = {
  /** Ready to be changed: `touched` is empty. One that is probably new is not looked for in a first try. */
  conversation: (id: string, isProbablyNew: boolean) => Promise<Conversation | null>
  entry: (conversationId: string, seq: number) => Promise<Entry | null>
  /** Entries numbered `from` to `to`, newest first. */
  entriesBack: (conversationId: string, range: { from: number; to: number }) => Promise<Entry[]>
  identities: (identities: readonly Identity[]) => Promise<(IdentityRecord | null)[]>
  /** As `identities`, read again, consistently: before somebody counts as a stranger. */
  identitiesNow: (identities: readonly Identity[]) => Promise<(IdentityRecord | null)[]>
  contact: (id: string) => Promise<Contact | null>
  handoff: (id: string) => Promise<Handoff | null>
  /** What a secret leads to, by its digest. */
  handoffPass: (digest: string) => Promise<HandoffPass | null>
  threadAccess: (handoffId: string) => Promise<ThreadAccess | null>
  upload: (conversationId: string, id: string) => Promise<Upload | null>
  seen: (key: string) => Promise<SeenRecord | null>
  /** The message under a key, as far as a cheap read tells: one of a moment ago may be missing. */
  written: (key: string) => Promise<WrittenMessage | null>
  /** As `seen`, read again, consistently. */
  seenNow: (key: string) => Promise<SeenRecord | null>
  /** What is known under a key that this unit wants to claim. A first try does not look: the condition of the write decides. */
  claimed: (key: string) => Promise<SeenRecord | null>
  /** Whether a contact ever had a conversation of this id. */
  isLinked: (contactId: string, conversationId: string) => Promise<boolean>
  /** Commits only if retention took this conversation. */
  expectExpired: (conversationId: string) => void
  putConversation: (conversation: Conversation) => void
  putEntry: (entry: Entry) => void
  putIdentity: (record: IdentityRecord) => void
  putContact: (contact: Contact) => void
  putHandoff: (handoff: Handoff) => void
  putHandoffPass: (pass: HandoffPass) => void
  putThreadAccess: (access: ThreadAccess) => void
  putUpload: (upload: Upload) => void
  putSeen: (seen: SeenRecord) => void
  linkContact: (contactId: string, conversationId: string, at: string) => void
  /** What a repetition of the request is answered. Nobody may have kept one under its key yet. */
  putAnswer: (answer: StoredAnswer) => void
  /** Warnings, breaches and whatever else is due by then is told of every conversation that this unit puts. */
  tellDue: (upTo: string) => void
  /** Moves the clocks by all that the unit has put so far, so that an answer shows them. `commit` does it where nobody asked. */
  settleClocks: () => Promise<void>
  /** `conflict`: nothing was saved; do the unit again, with consistent reads. */
  commit: () => Promise<'saved' | 'conflict'>
}

export type WrittenMessage = Extract<SeenRecord, { kind: 'entry' }>

/** `clockChannels`: what the clocks of a conversation need to know of its channel. */
export type UnitDeps = { store: InboxStore; clockChannels: ClockChannels }

/** `eventual` reads for a first try, `consistent` ones after a conflict. */
export function createUnitOfWork({ store, clockChannels }: UnitDeps, mode: ReadMode): UnitOfWork {
  const conversations = createSlots<Conversation>()
  const entries = createSlots<Entry>()
  const identities = createSlots<IdentityRecord>()
  const contacts = createSlots<Contact>()
  const handoffs = createSlots<Handoff>()
  const passes: HandoffPass[] = []
  const accesses = createSlots<ThreadAccess>()
  const uploads: Upload[] = []
  const seen = createSlots<SeenRecord>()
  const links: Write[] = []
  const answers: Write[] = []
  const expired = new Set<string>()

  const unwritten = new Set<string>()
  const records: ClockRecord[] = []
  let dueUpTo: string | null = null
  let areClocksSettled = false

  /** Offers and clocks move in the transaction of the fact that moves them: nobody else has to think of them. */
  const settleClocks = async (): Promise<void> => {
    if (areClocksSettled) return
    areClocksSettled = true
    await followOffers(
      unit,
      entries.changed((change) => change),
    )
    const written = entries.changed((change) => change)
    for (const { before, after } of conversations.changed((change) => change)) {
      const moves = written.filter((move) => move.after.conversationId === after.id)
      const transaction = { before, after, moves, dueUpTo }
      const outcome = await moveClocks({ store, mode, clockChannels }, transaction)
      if (outcome === null) continue
      conversations.put(after.id, outcome.conversation)
      for (const entry of outcome.entries) entries.put(`${entry.conversationId}#${entry.seq}`, entry)
      records.push(...outcome.records)
    }
  }

  const readSeen = (key: string): Promise<SeenRecord | null> =>
    seen.load(key, () => store.seen(key, 'consistent'))

  /** Where a message is hardly ever changes, so an old read of it is as good as a new one. */
  const readWritten = async (key: string): Promise<WrittenMessage | null> => {
    if (mode === 'eventual' && !seen.has(key) && !unwritten.has(key)) {
      const found = await store.seen(key, mode)
      if (found?.kind === 'entry') seen.set(key, found)
      else unwritten.add(key)
    }
    const known = mode === 'eventual' ? seen.get(key) : await readSeen(key)
    return known?.kind === 'entry' ? known : null
  }

  const unit: UnitOfWork = {
    conversation: async (id, isProbablyNew) => {
      const isFirst = !conversations.has(id)
      const skips = isProbablyNew && mode === 'eventual'
      const conversation = await conversations.load(id, async () =>
        // An eventual read may not know a conversation yet that was born a moment ago.
        skips ? null : ((await store.conversation(id, mode)) ?? store.conversation(id, 'consistent')),
      )
      if (!isFirst || conversation === null) return conversation
      return conversations.work(id, { ...conversation, touched: [] })
    },
    entry: (conversationId, seq) =>
      entries.load(`${conversationId}#${seq}`, () => store.entry(conversationId, seq, 'consistent')),
    entriesBack: async (conversationId, range) => {
      const rows = await store.entriesBack(conversationId, range)
      const known = await Promise.all(
        rows.map((row) => entries.load(`${conversationId}#${row.seq}`, () => Promise.resolve(row))),
      )
      return known.filter((entry) => entry !== null)
    },
    identities: async (wanted) => {
      const missing = wanted.filter((identity) => !identities.has(toIdentityKey(identity)))
      if (missing.length > 0) {
        const records = await store.identities(missing, mode)
        missing.forEach((identity, index) => identities.set(toIdentityKey(identity), records[index] ?? null))
      }
      return wanted.map((identity) => identities.get(toIdentityKey(identity)))
    },
    identitiesNow: async (wanted) => {
      const records = await store.identities(wanted, 'consistent')
      wanted.forEach((identity, index) => identities.set(toIdentityKey(identity), records[index] ?? null))
      return records
    },
    contact: (id) => contacts.load(id, () => store.contact(id, 'consistent')),
    handoff: (id) => handoffs.load(id, () => store.handoff(id, 'consistent')),
    handoffPass: (digest) => store.handoffPass(digest),
    threadAccess: (id) => accesses.load(id, () => store.threadAccess(id)),
    upload: (conversationId, id) => store.upload(conversationId, id),
    seen: async (key) => (await readWritten(key)) ?? readSeen(key),
    seenNow: async (key) => {
      const found = await store.seen(key, 'consistent')
      seen.set(key, found)
      return found
    },
    written: readWritten,
    claimed: (key) => (mode === 'eventual' ? seen.load(key, () => Promise.resolve(null)) : readSeen(key)),
    isLinked: (contactId, conversationId) => store.isLinked(contactId, conversationId),
    expectExpired: (conversationId) => expired.add(conversationId),
    putConversation: (conversation) => conversations.put(conversation.id, conversation),
    putEntry: (entry) => entries.put(`${entry.conversationId}#${entry.seq}`, entry),
    putIdentity: (record) => identities.put(toIdentityKey(record.identity), record),
    putContact: (contact) => contacts.put(contact.id, contact),
    putHandoff: (handoff) => handoffs.put(handoff.id, handoff),
    putHandoffPass: (pass) => {
      passes.push(pass)
    },
    putThreadAccess: (access) => accesses.put(access.handoffId, access),
    putUpload: (upload) => {
      uploads.push(upload)
    },
    putSeen: (record) => seen.put(record.key, record),
    linkContact: (contactId, conversationId, at) => {
      links.push({ kind: 'contact_conversation', contactId, conversationId, at })
    },
    putAnswer: (answer) => {
      answers.push({ kind: 'answer', answer })
    },
    tellDue: (upTo) => {
      dueUpTo = upTo
    },
    settleClocks,
    commit: async () => {
      await settleClocks()
      const writes: Write[] = [
        ...conversations.changed(({ before, after }) => toConversationWrites(before, after)).flat(),
        ...entries.changed(({ before, after }) => ({
          kind: 'entry' as const,
          entry: after,
          expectedRevision: before?.revision ?? null,
        })),
        ...seen.changed(({ before, after }) => toSeenWrite(before, after)),
        ...identities.changed(({ before, after }) => ({
          kind: 'identity' as const,
          record: { ...after, version: (before?.version ?? 0) + 1 },
          expectedVersion: before?.version ?? null,
        })),
        ...contacts.changed(({ before, after }) => ({
          kind: 'contact' as const,
          contact: after,
          expectedRevision: before?.revision ?? null,
        })),
        ...handoffs.changed(({ before, after }) => ({
          kind: 'handoff' as const,
          handoff: { ...after, version: (before?.version ?? 0) + 1 },
          expectedVersion: before?.version ?? null,
        })),
        ...passes.map((pass) => ({ kind: 'handoff_pass' as const, pass })),
        ...accesses.changed(({ before, after }) => ({
          kind: 'thread_access' as const,
          access: { ...after, version: (before?.version ?? 0) + 1 },
          expectedVersion: before?.version ?? null,
        })),
        ...uploads.map((upload) => ({ kind: 'upload' as const, upload })),
        ...records.map((record) => ({ kind: 'clock_record' as const, record })),
        ...links,
        ...answers,
        ...[...expired].map((conversationId) => ({ kind: 'conversation_expired' as const, conversationId })),
      ]
      return writes.length === 0 ? 'saved' : store.save(writes)
    },
  }
  return unit
}

function toConversationWrites(before: Conversation | null, after: Conversation): Write[] {
  const { id: conversationId, queueShard } = after
  const dueAt = toFirstDue(after)
  const listed: Write = { kind: 'clock_due', conversationId, queueShard, dueAt }
  return [
    {
      kind: 'conversation',
      conversation: { ...withDueAt(before, after), version: (before?.version ?? 0) + 1 },
      expectedVersion: before?.version ?? null,
    },
    ...(dueAt === (before && toFirstDue(before)) ? [] : [listed]),
  ]
}

/** By when somebody must be answered, or should have been. */
function toFirstDue({ sla }: Conversation): string | null {
  return listOpenClocks(sla)[0]?.dueAt ?? null
}

function toSeenWrite(before: SeenRecord | null, after: SeenRecord): Write {
  if (before?.kind === 'parked') {
    return { kind: 'seen', seen: after, expected: { parkedVersion: before.version } }
  }
  if (before?.kind !== 'entry') return { kind: 'seen', seen: after, expected: 'absent' }
  const { conversationId, seq } = before
  return { kind: 'seen', seen: after, expected: { conversationId, seq } }
}
