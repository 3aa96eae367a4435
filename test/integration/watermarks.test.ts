import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Write } from '../../shared/app/ports.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toEcho,
  toMessage,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const psid: Identity = { channel: 'whatsapp', scope: 'page', externalId: '77' }
const customer = toParty(psid)
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 9, minute)).toISOString()

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let saved: (readonly Write[])[]
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  saved = []
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`watermarks${++tables}`), {
    store: (store) => ({
      ...store,
      save: (writes) => {
        saved.push(writes)
        return store.save(writes)
      },
    }),
  })
})

const watermark = (status: 'delivered' | 'read', upTo: string, party = customer): InboundEvent => ({
  kind: 'watermark',
  party,
  status,
  upTo,
})
const ours = (providerId: string, sentAt: string): InboundEvent =>
  toEcho(providerId, { visibility: 'private', party: customer }, sentAt)
const theirs = (providerId: string, sentAt: string): InboundEvent => ({
  ...toMessage(providerId, customer),
  sentAt,
})

async function storeAll(...events: InboundEvent[]) {
  for (const event of events) await inbox.ingest([event])
}

async function statuses(): Promise<string[]> {
  return (await inbox.readLog(psid)).map(({ providerId, status }) => `${providerId} ${status}`)
}

describe('a watermark', () => {
  it('this guarantees that it covers what our side sent up to then and nothing else', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)), ours('b', at(2)), ours('c', at(5)))
    expect(await inbox.ingest([watermark('delivered', at(3))])).toMatchObject([
      { kind: 'watermark_moved', covered: 2 },
    ])
    expect(await statuses()).toEqual(['in received', 'a delivered', 'b delivered', 'c sent'])
    const [, entry] = await inbox.readLog(psid)
    expect(entry?.changes).toMatchObject([
      { revision: 2, parts: [{ type: 'message.delivered', data: { at: at(3) } }] },
    ])
    const conversation = await inbox.store.conversation(entry?.conversationId ?? '', 'consistent')
    expect(conversation).toMatchObject({
      deliveredUpTo: at(3),
      readUpTo: null,
      touched: [
        { seq: 2, revision: 2 },
        { seq: 3, revision: 2 },
      ],
    })
  })

  it('of reading: this guarantees that it delivers too, and that none moves backwards', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)), ours('b', at(4)))
    await storeAll(watermark('read', at(2)), watermark('delivered', at(2)), watermark('read', at(1)))
    expect(await statuses()).toEqual(['in received', 'a read', 'b sent'])
    await storeAll(watermark('delivered', at(5)), watermark('read', at(5)))
    expect(await statuses()).toEqual(['in received', 'a read', 'b read'])
    const [entry] = await inbox.readLog(psid)
    const conversation = await inbox.store.conversation(entry?.conversationId ?? '', 'consistent')
    expect(conversation).toMatchObject({ deliveredUpTo: at(5), readUpTo: at(5) })
  })

  it('delivered again: this guarantees that nothing is written', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)), watermark('read', at(2)))
    const before = saved.length
    expect(await inbox.ingest([watermark('read', at(2))])).toEqual([
      { kind: 'unchanged', reason: 'not_newer' },
    ])
    expect(await inbox.ingest([watermark('delivered', at(2))], { key: 'other' })).toEqual([
      { kind: 'unchanged', reason: 'not_newer' },
    ])
    expect(saved).toHaveLength(before)
  })

  it('that overtook the message: this guarantees that the message begins as read', async () => {
    await storeAll(theirs('in', at(0)), watermark('read', at(3)), ours('a', at(2)), ours('b', at(4)))
    expect(await statuses()).toEqual(['in received', 'a read', 'b sent'])
    const [, entry] = await inbox.readLog(psid)
    expect(entry).toMatchObject({ revision: 1, caused: [{ type: 'message.read', data: { at: at(3) } }] })
  })

  it('of somebody who never wrote: this guarantees that no contact is created', async () => {
    const stranger = toParty({ ...psid, externalId: '78' })
    expect(await inbox.ingest([watermark('read', at(1), stranger)])).toEqual([
      { kind: 'ignored', reason: 'nothing_sent' },
    ])
    expect(await inbox.store.identities(stranger.identities, 'consistent')).toEqual([null])
    expect(saved).toEqual([])
  })

  it('after messages that failed: this guarantees that they are not called read', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)))
    const failed = { kind: 'receipt', status: 'failed', at: null, correlation: null, error: null } as const
    await storeAll({ ...failed, target: 'a' }, watermark('read', at(2)))
    expect(await statuses()).toEqual(['in received', 'a failed'])
  })

  it('of the future: this guarantees that it does not cover what nobody has sent yet', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)), watermark('read', '2036-01-01T00:00:00.000Z'))
    await inbox.ingest([ours('b', '2026-01-01T11:00:00.000Z')], { receivedAt: '2026-01-01T11:00:01.000Z' })
    expect(await statuses()).toEqual(['in received', 'a read', 'b sent'])
  })

  it('over more messages than one transaction changes: this guarantees the newest fifty, and the rest by the conversation', async () => {
    await storeAll(theirs('in', at(0)))
    for (let index = 1; index <= 55; index++) await storeAll(ours(`m${index}`, at(index)))
    await storeAll(watermark('delivered', at(58)), watermark('read', at(59)))
    const log = await inbox.readLog(psid)
    expect(log.filter(({ status }) => status === 'sent').map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6])
    expect(log.filter(({ status }) => status === 'read')).toHaveLength(50)
    const conversation = await inbox.store.conversation(log[0]?.conversationId ?? '', 'consistent')
    expect(conversation?.readUpTo).toBe(at(59))
    expect(Math.max(...saved.map((writes) => writes.length))).toBe(51)
  })

  it('while messages come: this guarantees that none is lost and that each is covered', async () => {
    await storeAll(theirs('in', at(0)), ours('a', at(1)))
    await Promise.all([
      inbox.ingest([watermark('read', at(9))]),
      inbox.ingest([ours('b', at(2))]),
      inbox.ingest([ours('c', at(3))]),
      inbox.ingest([watermark('delivered', at(9))]),
    ])
    expect((await statuses()).toSorted()).toEqual(['a read', 'b read', 'c read', 'in received'])
  })
})
