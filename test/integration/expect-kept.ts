import { expect } from 'vitest'
import type { AccountStore, InboxStore } from '../../shared/app/ports.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toMessageKey } from '../../shared/domain/seen.ts'
import type { ExpectedEvent } from '../support/payload-expectation.ts'

type Kind = ExpectedEvent['kind']
type Of<K extends Kind> = Extract<ExpectedEvent, { kind: K }>
type Amendment = Of<'edit' | 'removal' | 'reaction' | 'receipt' | 'hiding'>

/** Where an event came in, what came with it, and where to look. */
export type Kept = {
  channel: string
  accountId: string
  receivedAt: string
  /** Every event of the same body. */
  siblings: readonly ExpectedEvent[]
  store: InboxStore
  quarantineReasons: readonly string[]
  accounts: AccountStore
}

/** Looks in the table, and in quarantine, for what an event must have left there. */
export async function expectKept(event: ExpectedEvent, kept: Kept): Promise<void> {
  switch (event.kind) {
    case 'message':
      return expectMessage(event, kept)
    case 'echo':
      return event.thread.party === null ? expectOwnReply(event, kept) : expectMessage(event, kept)
    case 'unsupported':
      return expectUnsupported(event, kept)
    case 'edit':
    case 'removal':
    case 'reaction':
    case 'receipt':
    case 'hiding':
      return expectAmendment(event, kept)
    case 'watermark':
      return expectWatermark(event, kept)
    case 'opt_out': {
      const [record] = await kept.store.identities([event.party.identities[0]], 'consistent')
      const scope = event.action === 'in' ? 'none' : event.scope
      const optOut = { at: event.at ?? kept.receivedAt, by: event.by, scope }
      expect(record?.optOuts).toEqual({ [kept.accountId]: optOut })
      return
    }
    case 'identity_change': {
      const records = await kept.store.identities([...event.previous, ...event.current], 'consistent')
      expect(new Set(records.map((record) => record?.contactId)).size).toBe(1)
      return
    }
    case 'account':
      expect(await kept.accounts.account(kept.channel, kept.accountId)).toMatchObject({
        lastNotice: { code: event.code, detail: event.detail },
        ...(event.health === null ? {} : { health: event.health }),
      })
      return
    case 'ignored':
      return
  }
}

/** How many entries a body must have written. */
export function countEntries(events: readonly ExpectedEvent[]): number {
  const written = new Set(events.flatMap((event) => (event.kind === 'message' ? event.providerId : [])))
  return events.filter((event) => {
    if (event.kind === 'message') return true
    if (event.kind === 'echo') return event.thread.party !== null || written.has(event.thread.parent)
    return event.kind === 'unsupported' && event.thread !== null
  }).length
}

async function expectMessage(event: Of<'message' | 'echo'>, kept: Kept): Promise<void> {
  const { entry, conversation } = await readMessage(event.providerId, kept)
  const isEcho = event.kind === 'echo'
  const isAmended = kept.siblings.some((other) => 'target' in other && other.target === event.providerId)
  expect(entry).toMatchObject({
    kind: 'message',
    direction: isEcho ? 'outbound' : 'inbound',
    actor: { kind: isEcho ? 'external' : 'contact' },
    providerId: event.providerId,
    attachments: event.attachments,
    sentAt: event.sentAt ?? kept.receivedAt,
    replyTo: event.replyTo === null ? null : { providerId: event.replyTo },
    referral: event.kind === 'message' ? event.referral : null,
    ...(isAmended ? {} : { text: event.text, content: event.content, revision: 1 }),
  })
  const { thread } = event
  expect(conversation).toMatchObject({
    channel: kept.channel,
    account: { id: kept.accountId },
    visibility: thread.visibility,
    root: thread.visibility === 'public' ? thread.root : null,
  })
  if (thread.party === null) return
  for (const identity of thread.party.identities) {
    expect(await contactOf(identity, kept)).toBe(conversation?.contactId)
  }
}

/** With its parent known it stands in the parent's conversation, else it waits for the parent. */
async function expectOwnReply(event: Of<'echo'>, kept: Kept): Promise<void> {
  if (event.thread.party !== null) throw new Error('not an own reply')
  const { parent } = event.thread
  if (kept.siblings.some((other) => other.kind === 'message' && other.providerId === parent)) {
    return expectMessage(event, kept)
  }
  const { raw: _, ...reply } = { raw: null, ...event }
  expect(await readSeen(parent, kept)).toMatchObject({ kind: 'parked', facts: [{ reply }] })
  expect(await readSeen(event.providerId, kept)).toBeNull()
}

async function expectUnsupported(event: Of<'unsupported'>, kept: Kept): Promise<void> {
  if (event.thread === null) {
    expect(kept.quarantineReasons).toContain(`unsupported_${event.of}`)
    return
  }
  const { entry, conversation } = await readMessage(event.providerId, kept)
  expect(entry).toMatchObject({
    direction: 'inbound',
    text: null,
    content: { type: 'unsupported', of: event.of },
    raw: { kind: 'gzip' },
  })
  expect(conversation?.visibility).toBe(event.thread.visibility)
}

async function expectAmendment(event: Amendment, kept: Kept): Promise<void> {
  const seen = await readSeen(event.target, kept)
  if (seen?.kind === 'entry') {
    const { entry } = await readMessage(event.target, kept)
    expect(entry?.revision).toBeGreaterThan(1)
    return
  }
  if ('ifUnknown' in event && event.ifUnknown === 'ignore') {
    expect(seen).toBeNull()
    return
  }
  expect(seen?.kind).toBe('parked')
  // Ingest adds what a failure means here.
  const error = 'error' in event && event.error !== null ? expect.objectContaining(event.error) : null
  expect(seen?.kind === 'parked' ? seen.facts : []).toContainEqual(
    expect.objectContaining({ amendment: 'error' in event ? { ...event, error } : event }),
  )
}

/** Raises the marks of the conversation that is there; where none is, nothing was sent. */
async function expectWatermark(event: Of<'watermark'>, kept: Kept): Promise<void> {
  const [record] = await kept.store.identities([event.party.identities[0]], 'consistent')
  const conversationId = record?.conversations[kept.accountId]
  if (conversationId === undefined) {
    expect(record ?? null).toBeNull()
    return
  }
  const conversation = await kept.store.conversation(conversationId, 'consistent')
  expect(conversation?.[event.status === 'read' ? 'readUpTo' : 'deliveredUpTo']).toBe(event.upTo)
}

async function readMessage(
  providerId: string,
  kept: Kept,
): Promise<{ entry: MessageEntry | null; conversation: Conversation | null }> {
  const seen = await readSeen(providerId, kept)
  if (seen?.kind !== 'entry') throw new Error(`${providerId} is not stored`)
  const { conversationId, seq } = seen
  const entry = await kept.store.entry(conversationId, seq, 'consistent')
  const conversation = await kept.store.conversation(conversationId, 'consistent')
  return { entry: entry?.kind === 'message' ? entry : null, conversation }
}

function readSeen(providerId: string, { channel, accountId, store }: Kept) {
  return store.seen(toMessageKey({ channel, accountId, providerId }), 'consistent')
}

async function contactOf(identity: Identity, { store }: Kept): Promise<string | undefined> {
  const [record] = await store.identities([identity], 'consistent')
  return record?.contactId
}
