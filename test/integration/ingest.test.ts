import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  RECEIVED_AT,
  type ScriptedIngest,
  toEdit,
  toMessage,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const bsuid: Identity = { channel: 'whatsapp', scope: 'waba', externalId: 'US.1' }
const customer = toParty(phone)

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`inbox${++tables}`))
})

async function storeOne(event: InboundEvent, key?: string) {
  const [outcome] = await inbox.ingest([event], key === undefined ? {} : { key })
  return outcome
}

describe('ingest', () => {
  it('stores a message once, however often it is delivered', async () => {
    expect(await storeOne(toMessage('m1', customer))).toMatchObject({ kind: 'stored', seq: 1 })
    expect(await storeOne(toMessage('m1', customer))).toEqual({ kind: 'duplicate' })
    expect((await inbox.readLog(phone)).map(({ text }) => text)).toEqual(['m1'])
  })

  it('numbers ten messages at once without gaps in one conversation', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) => storeOne(toMessage(`m${index}`, customer))),
    )
    expect(outcomes.every((outcome) => outcome?.kind === 'stored')).toBe(true)
    const log = await inbox.readLog(phone)
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1))
    expect(new Set(log.map(({ providerId }) => providerId)).size).toBe(10)
  })

  it('loses nothing when first messages with and without the stable id race, and then stays with one conversation', async () => {
    await Promise.all([
      storeOne(toMessage('a', toParty(bsuid, phone))),
      storeOne(toMessage('b', customer)),
      storeOne(toMessage('c', toParty(bsuid))),
    ])
    await storeOne(toMessage('d', toParty(bsuid, phone)))
    const logs = new Map(
      [...(await inbox.readLog(phone)), ...(await inbox.readLog(bsuid))].map((entry) => [
        entry.providerId,
        entry,
      ]),
    )
    expect([...logs.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd'])
    expect(await storeOne(toMessage('e', toParty(bsuid)))).toMatchObject({
      conversationId: logs.get('d')?.conversationId,
    })
  })

  it('keeps the history of a customer who is later known by another id', async () => {
    await storeOne(toMessage('before', customer))
    await storeOne(
      { kind: 'identity_change', previous: [phone], current: [bsuid], at: RECEIVED_AT },
      'change',
    )
    await storeOne(toMessage('after', toParty(bsuid)))
    expect((await inbox.readLog(bsuid)).map(({ text }) => text)).toEqual(['before', 'after'])
  })

  it('applies receipts that arrive before their message, and never moves one backwards', async () => {
    const receipt = (status: 'sent' | 'delivered' | 'read' | 'failed'): InboundEvent => ({
      kind: 'receipt',
      target: 'out',
      status,
      at: RECEIVED_AT,
      correlation: null,
      error: null,
    })
    expect(await storeOne(receipt('read'))).toEqual({ kind: 'parked' })
    expect(await storeOne(receipt('read'))).toEqual({ kind: 'duplicate' })
    expect(await storeOne(receipt('delivered'))).toEqual({ kind: 'parked' })
    const { referral: _, ...words } = toMessage('out', customer)
    await storeOne({ ...words, kind: 'echo', correlation: null, raw: null })
    const [entry] = await inbox.readLog(phone)
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
    await storeOne(toMessage('m', customer))
    await storeOne(toEdit('m', 'second', '2026-01-01T10:02:00.000Z'), 'e2')
    expect(await storeOne(toEdit('m', 'first', '2026-01-01T10:01:00.000Z'), 'e1')).toMatchObject({
      kind: 'unchanged',
    })
    expect(await storeOne(toEdit('m', 'second', '2026-01-01T10:02:00.000Z'), 'e2')).toEqual({
      kind: 'duplicate',
    })
    const reaction = (emoji: string | null, at: string): InboundEvent => ({
      kind: 'reaction',
      target: 'm',
      by: 'contact',
      party: customer,
      emoji,
      at,
    })
    await storeOne(reaction(null, '2026-01-01T10:04:00.000Z'), 'r2')
    await storeOne(reaction('👍', '2026-01-01T10:05:00.000Z'), 'r3')
    await storeOne(reaction(null, '2026-01-01T10:06:00.000Z'), 'r4')
    expect(await storeOne(reaction('👍', '2026-01-01T10:05:00.000Z'), 'again')).toMatchObject({
      kind: 'unchanged',
    })
    expect(await inbox.readLog(phone)).toMatchObject([
      { text: 'second', original: { text: 'm' }, reactions: [], revision: 5 },
    ])
    await storeOne({ kind: 'removal', target: 'm', by: 'contact', at: RECEIVED_AT }, 'x')
    const [removed] = await inbox.readLog(phone)
    expect(removed).toMatchObject({ text: null, original: null, removedAt: RECEIVED_AT })
    expect(JSON.stringify(removed)).not.toContain('second')
  })

  it('stores an opt-out word as a message and an opt-out in one transaction', async () => {
    const optOut: InboundEvent = {
      kind: 'opt_out',
      party: customer,
      action: 'out',
      scope: 'all',
      by: 'keyword',
      at: RECEIVED_AT,
    }
    const outcomes = await inbox.ingest([toMessage('stop', customer, 'STOP'), optOut])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'contact_changed'])
    const [record] = await inbox.store.identities([phone], 'consistent')
    expect(record?.optOuts).toEqual({ acc: { at: RECEIVED_AT, by: 'keyword', scope: 'all' } })
    expect(await inbox.ingest([toMessage('stop', customer, 'STOP'), optOut])).toEqual([{ kind: 'duplicate' }])
    const contact = await inbox.store.contact(record?.contactId ?? '', 'consistent')
    expect(contact?.changes.map(({ revision, parts }) => [revision, parts[0]?.type])).toEqual([
      [1, 'contact.created'],
      [2, 'contact.opted_out'],
    ])
  })

  it('keeps what cannot be read as a visible message, with the raw piece', async () => {
    await storeOne({
      kind: 'unsupported',
      providerId: 'u',
      thread: { visibility: 'private', party: customer },
      sentAt: null,
      of: 'poll_creation',
      raw: { poll: true },
    })
    const [entry] = await inbox.readLog(phone)
    expect(entry).toMatchObject({ text: null, content: { type: 'unsupported', of: 'poll_creation' } })
    expect(entry?.raw?.kind).toBe('gzip')
  })

  it.each([
    ['a message too large for an entry', toMessage('big', customer, 'x'.repeat(300_000))],
    ['an unsupported piece too large for an entry', { kind: 'unsupported', raw: noise(400_000) } as const],
  ])('keeps %s whole in quarantine and shows it', async (_, event) => {
    const thread = { visibility: 'private' as const, party: customer }
    await storeOne(
      event.kind === 'message' ? event : { ...event, providerId: 'big', thread, sentAt: null, of: 'blob' },
    )
    expect(inbox.kept).toHaveLength(1)
    expect((await inbox.readLog(phone))[0]?.raw).toEqual({ kind: 'quarantine', id: 'qrt_1' })
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
    expect(inbox.kept.map(({ reason }) => reason)).toEqual(['unsupported_field_new'])
  })
})

function noise(length: number): string {
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 16_807) % 2_147_483_647
    return String.fromCharCode(33 + (state % 90))
  }).join('')
}
