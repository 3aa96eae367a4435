import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { markGapOf } from '../../shared/app/give-up.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Envelope } from '../../shared/domain/envelope.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { createScriptedIngest, toEdit, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const long = 'x'.repeat(3_000)
/** The longest text of a WhatsApp message, four bytes a character. */
const words = '🙂'.repeat(2_048)

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`limits${++tables}`)
})

const envelope: Envelope = {
  version: 1,
  source: 'whatsapp',
  channel: 'whatsapp',
  provider: 'meta',
  account: { id: 'acc', name: null },
  receivedAt: '2026-01-01T10:00:00.000Z',
  key: 'k',
  payload: {},
}

const editAt = (second: number, text = words): InboundEvent =>
  toEdit('m', `${second} ${text}`, new Date(Date.UTC(2026, 0, 1, 10, 0, second)).toISOString())

describe('what the table will never take', () => {
  it.each([
    ['message', toMessage(long, toParty(phone))],
    ['customer', toMessage('m', toParty({ ...phone, externalId: long }))],
    ['target', toEdit(long, 'new', '2026-01-01T10:00:00.000Z')],
  ] as [string, InboundEvent][])(
    'an id of 3,000 characters of a %s: this guarantees that it is kept in quarantine and holds nobody up',
    async (_, event) => {
      const { ingest, kept } = createScriptedIngest(table)
      expect(await ingest([event], { key: 'key' })).toEqual([
        { kind: 'quarantined', reason: 'refused_by_table' },
      ])
      expect(kept).toHaveLength(1)
      expect(JSON.parse(Buffer.from(kept[0]?.bytes ?? []).toString())).toMatchObject({ payload: [event] })
    },
  )

  it('a piece that fits nowhere in its entry: this guarantees that its conversation shows that something came', async () => {
    const { ingest, kept, readLog } = createScriptedIngest(table)
    const thread = { visibility: 'private' as const, party: toParty(phone) }
    const of = 'x'.repeat(450_000)
    await ingest([{ kind: 'unsupported', providerId: 'u', thread, sentAt: null, of, raw: {} }], { key: 'u' })
    expect(kept.map(({ reason }) => reason)).toEqual(['refused_by_table'])
    expect(await readLog(phone)).toMatchObject([
      { providerId: 'u', content: { type: 'unsupported', of: 'refused_by_table' } },
    ])
  })

  it('a customer who edits all day: this guarantees that the last words are stored', async () => {
    const { ingest, kept, readLog } = createScriptedIngest(table)
    await ingest([toMessage('m', toParty(phone))])
    for (let second = 1; second <= 60; second++) await ingest([editAt(second)])
    expect(kept).toEqual([])
    const [entry] = await readLog(phone)
    expect(entry?.text?.slice(0, 3)).toBe('60 ')
    expect(entry?.revision).toBe(61)
  })

  it('edits without end that overtake their message: this guarantees that the message is stored', async () => {
    const { ingest, kept, readLog } = createScriptedIngest(table)
    for (let second = 1; second <= 60; second++) await ingest([editAt(second)])
    expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set(['too_many_parked_facts']))
    await ingest([toMessage('m', toParty(phone), 'y'.repeat(200_000))])
    expect(await readLog(phone)).toHaveLength(1)
  })
})

describe('giving up', () => {
  it('a parser with a bug: this guarantees that its event still becomes a dead letter', async () => {
    const { store } = createScriptedIngest(table)
    const broken = {
      parse: () => {
        throw new TypeError('a bug')
      },
    } as unknown as Channel
    expect(await markGapOf({ findChannel: () => broken, store }, envelope, 'letter')).toBeNull()
  })
})

describe('numbers that the table cannot hold', () => {
  const item = { product_retailer_id: 'p', item_price: 1, currency: 'EUR' }
  it.each([
    ['order', { type: 'order', order: { product_items: [{ ...item, quantity: '1e20' }] } }],
    ['location', { type: 'location', location: { latitude: 1e300, longitude: 1 } }],
  ])(
    'in an %s: this guarantees that the message is stored, as one that could not be read',
    async (_, body) => {
      const { ingest, readLog } = createScriptedIngest(table)
      const message = { id: 'wamid.1', from: '15550001', timestamp: '1767261600', ...body }
      const payload = { kind: 'message', field: 'messages', waba: '1', item: message }
      await ingest(findChannel('whatsapp')?.parse({ ...envelope, payload }) ?? [])
      expect((await readLog(phone))[0]?.content).toMatchObject({ type: 'unsupported' })
    },
  )
})
