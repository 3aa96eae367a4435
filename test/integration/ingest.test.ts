import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createIngestEnvelope, type IngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import type { QuarantinePiece } from '../../shared/app/ports.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Envelope } from '../../shared/domain/envelope.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import type { Identity, Party } from '../../shared/domain/identity.ts'
import type { InboundEvent, InboundMessage } from '../../shared/domain/inbound.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const RECEIVED = '2026-01-01T10:00:00.000Z'

let dynoxide: Dynoxide
let table: Table
let kept: QuarantinePiece[]
let ingest: IngestEnvelope
let store: ReturnType<typeof createInboxStore>
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())

beforeEach(async () => {
  table = await dynoxide.createInboxTable(`inbox${++tables}`)
  kept = []
  const clock = { now: () => new Date() }
  store = createInboxStore(table, { clock, retentionDays: null })
  ingest = createIngestEnvelope({
    findChannel: () => scripted,
    store,
    quarantine: {
      keep: (piece) => {
        kept.push(piece)
        return Promise.resolve({ id: 'qrt_test' })
      },
    },
    clock,
    pacer: { sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), random: Math.random },
    shards: { queue: 4, feed: 1 },
  })
})

/** A real channel whose `parse` says what the test put into the payload: ingest is what is tested here. */
const scripted: Channel = {
  ...(findChannel('whatsapp') as Channel),
  parse: (envelope) => envelope.payload as InboundEvent[],
}

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const bsuid: Identity = { channel: 'whatsapp', scope: 'waba', externalId: 'US.1' }

function party(...identities: [Identity, ...Identity[]]): Party {
  return { identities, name: 'Ada', handle: null }
}

function message(providerId: string, from: Party = party(phone), text = providerId): InboundMessage {
  return {
    kind: 'message',
    providerId,
    thread: { visibility: 'private', party: from },
    sentAt: '2026-01-01T09:59:59.000Z',
    text,
    content: { type: 'text' },
    attachments: [],
    replyTo: null,
    referral: null,
    forwarded: false,
  }
}

function envelope(key: string, ...events: InboundEvent[]): Envelope {
  return {
    version: 1,
    source: 'whatsapp',
    channel: 'whatsapp',
    provider: 'meta',
    account: { id: 'acc', name: '+1 555' },
    receivedAt: RECEIVED,
    key,
    payload: events,
  }
}

async function storeOne(event: InboundEvent, key: string = JSON.stringify(event)) {
  const [outcome] = await ingest(envelope(key, event))
  return outcome
}

async function readLog(identity: Identity = phone): Promise<MessageEntry[]> {
  const [record] = await store.identities([identity], 'consistent')
  const id = record?.conversations['acc'] ?? ''
  const conversation = await store.conversation(id, 'consistent')
  const entries = []
  for (let seq = 1; seq <= (conversation?.seq ?? 0); seq++)
    entries.push(await store.entry(id, seq, 'consistent'))
  return entries as MessageEntry[]
}

describe('ingest', () => {
  it('stores a message once, however often it is delivered', async () => {
    expect(await storeOne(message('m1'))).toMatchObject({ kind: 'stored', seq: 1 })
    expect(await storeOne(message('m1'))).toEqual({ kind: 'duplicate' })
    expect((await readLog()).map(({ text }) => text)).toEqual(['m1'])
  })

  it('numbers twenty messages at once without gaps in one conversation', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => storeOne(message(`m${index}`))),
    )
    expect(outcomes.every((outcome) => outcome?.kind === 'stored')).toBe(true)
    const log = await readLog()
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(new Set(log.map(({ providerId }) => providerId)).size).toBe(20)
  })

  it('loses nothing when first messages with and without the stable id race, and then stays with one conversation', async () => {
    await Promise.all([
      storeOne(message('a', party(bsuid, phone))),
      storeOne(message('b', party(phone))),
      storeOne(message('c', party(bsuid))),
    ])
    await storeOne(message('d', party(bsuid, phone)))
    const byPhone = await readLog(phone)
    const byBsuid = await readLog(bsuid)
    expect(
      byPhone.length + (byPhone[0]?.conversationId === byBsuid[0]?.conversationId ? 0 : byBsuid.length),
    ).toBe(4)
  })

  it('keeps the history of a customer who is later known by another id', async () => {
    await storeOne(message('before', party(phone)))
    await storeOne({ kind: 'identity_change', previous: [phone], current: [bsuid], at: RECEIVED }, 'change')
    await storeOne(message('after', party(bsuid)))
    expect((await readLog(bsuid)).map(({ text }) => text)).toEqual(['before', 'after'])
  })

  it('applies receipts that arrive before their message, and never moves one backwards', async () => {
    const receipt = (status: 'sent' | 'delivered' | 'read' | 'failed'): InboundEvent => ({
      kind: 'receipt',
      target: 'out',
      status,
      at: RECEIVED,
      correlation: null,
      error: null,
    })
    expect(await storeOne(receipt('read'))).toEqual({ kind: 'parked' })
    expect(await storeOne(receipt('read'))).toEqual({ kind: 'duplicate' })
    expect(await storeOne(receipt('delivered'))).toEqual({ kind: 'parked' })
    const { referral: _, ...words } = message('out')
    await storeOne({ ...words, kind: 'echo', correlation: null, raw: null })
    const [entry] = await readLog()
    expect(entry).toMatchObject({ status: 'read', direction: 'outbound', actor: { kind: 'external' } })
    expect(await storeOne(receipt('delivered'), 'late')).toMatchObject({
      kind: 'unchanged',
      reason: 'not_newer',
    })
    const revisions = entry?.changes.map(({ revision }) => revision) ?? []
    expect(revisions).toEqual(revisions.map((_revision, index) => index + 2))
    expect(entry?.revision).toBe(revisions.length + 1)
  })

  it('applies edits, reactions and removals once, in any order', async () => {
    await storeOne(message('m'))
    const edit = (text: string, at: string): InboundEvent => ({
      kind: 'edit',
      target: 'm',
      by: 'contact',
      at,
      text,
      content: { type: 'text' },
      attachments: [],
    })
    await storeOne(edit('second', '2026-01-01T10:02:00.000Z'), 'e2')
    expect(await storeOne(edit('first', '2026-01-01T10:01:00.000Z'), 'e1')).toMatchObject({
      kind: 'unchanged',
    })
    expect(await storeOne(edit('second', '2026-01-01T10:02:00.000Z'), 'e2')).toEqual({ kind: 'duplicate' })
    const reaction = (emoji: string | null, at: string): InboundEvent => ({
      kind: 'reaction',
      target: 'm',
      by: 'contact',
      party: party(phone),
      emoji,
      at,
    })
    await storeOne(reaction(null, '2026-01-01T10:04:00.000Z'), 'r2')
    await storeOne(reaction('👍', '2026-01-01T10:05:00.000Z'), 'r3')
    await storeOne(reaction(null, '2026-01-01T10:06:00.000Z'), 'r4')
    expect(await storeOne(reaction('👍', '2026-01-01T10:05:00.000Z'), 'again')).toMatchObject({
      kind: 'unchanged',
    })
    expect(await readLog()).toMatchObject([{ text: 'second', originalText: 'm', reactions: [], revision: 4 }])
    await storeOne({ kind: 'removal', target: 'm', by: 'contact', at: RECEIVED }, 'x')
    const [removed] = await readLog()
    expect(removed).toMatchObject({ text: null, originalText: null, removedAt: RECEIVED })
    expect(JSON.stringify(removed)).not.toContain('second')
  })

  it('stores an opt-out word as a message and an opt-out in one transaction', async () => {
    const optOut: InboundEvent = {
      kind: 'opt_out',
      party: party(phone),
      action: 'out',
      scope: 'all',
      by: 'keyword',
      at: RECEIVED,
    }
    const outcomes = await ingest(envelope('stop', message('stop', party(phone), 'STOP'), optOut))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'contact_changed'])
    const [record] = await store.identities([phone], 'consistent')
    expect(record?.optOuts).toEqual({ acc: { at: RECEIVED, by: 'keyword', scope: 'all' } })
    expect(await ingest(envelope('stop', message('stop', party(phone), 'STOP'), optOut))).toEqual([
      { kind: 'duplicate' },
    ])
    const contact = await store.contact(record?.contactId ?? '', 'consistent')
    expect(contact?.changes.map(({ revision, parts }) => [revision, parts[0]?.type])).toEqual([
      [1, 'contact.created'],
      [2, 'contact.opted_out'],
    ])
  })

  it('keeps what cannot be read as a visible message, with the raw piece', async () => {
    await storeOne({
      kind: 'unsupported',
      providerId: 'u',
      thread: { visibility: 'private', party: party(phone) },
      sentAt: null,
      of: 'poll_creation',
      raw: { poll: true },
    })
    const [entry] = await readLog()
    expect(entry).toMatchObject({ text: null, content: { type: 'unsupported', of: 'poll_creation' } })
    expect(entry?.raw?.kind).toBe('gzip')
  })

  it.each([
    ['a message too large for an entry', message('big', party(phone), 'x'.repeat(300_000))],
    ['an unsupported piece too large for an entry', { kind: 'unsupported', raw: noise(400_000) } as const],
  ])('keeps %s whole in quarantine and shows it', async (_, event) => {
    const thread = { visibility: 'private' as const, party: party(phone) }
    await storeOne(
      event.kind === 'message' ? event : { ...event, providerId: 'big', thread, sentAt: null, of: 'blob' },
    )
    expect(kept).toHaveLength(1)
    expect((await readLog())[0]?.raw).toEqual({ kind: 'quarantine', id: 'qrt_test' })
  })

  it('keeps what belongs to no conversation in quarantine', async () => {
    const outcome = await storeOne({
      kind: 'unsupported',
      providerId: 'u',
      thread: null,
      sentAt: null,
      of: 'field_new',
      raw: { new: 1 },
    })
    expect(outcome).toEqual({ kind: 'quarantined', reason: 'unsupported_field_new' })
    expect(kept.map(({ reason }) => reason)).toEqual(['unsupported_field_new'])
  })
})

function noise(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 16_807) % 2_147_483_647
    return String.fromCharCode(33 + (state % 90))
  }).join('')
}
