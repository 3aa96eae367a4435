import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { createScriptedIngest, RECEIVED_AT, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const bsuid: Identity = { channel: 'whatsapp', scope: 'waba', externalId: 'US.1' }
const other: Identity = { channel: 'whatsapp', scope: 'waba', externalId: 'US.2' }

const change: InboundEvent = { kind: 'identity_change', previous: [phone], current: [bsuid], at: RECEIVED_AT }

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`one${++tables}`)
})

describe('one person and one account', () => {
  it('a change of id that comes before the first message: this guarantees one conversation, under either id', async () => {
    const { ingest, readLog } = createScriptedIngest(table)
    await ingest([change])
    await ingest([toMessage('new id', toParty(bsuid))])
    await ingest([toMessage('old id', toParty(phone))])
    expect((await readLog(phone)).map(({ text }) => text)).toEqual(['new id', 'old id'])
    expect(await readLog(bsuid)).toHaveLength(2)
  })

  it('a number that moves to another provider: this guarantees that answers take the way of the last message', async () => {
    const { ingest, store } = createScriptedIngest(table)
    await ingest([toMessage('first', toParty(phone))], { provider: 'twilio' })
    const [outcome] = await ingest([toMessage('second', toParty(phone))], { provider: 'aws' })
    const id = outcome?.kind === 'stored' ? outcome.conversationId : ''
    expect(await store.conversation(id, 'consistent')).toMatchObject({ provider: 'aws', seq: 2 })
  })

  it('a change of id and first messages under both ids at once: this guarantees one conversation', async () => {
    const { ingest, readLog } = createScriptedIngest(table)
    await ingest([toMessage('known', toParty(bsuid, phone))], { account: { id: 'first', name: null } })
    await Promise.all([
      ingest([toMessage('a', toParty(bsuid))]),
      ingest([toMessage('b', toParty(phone))]),
      ingest([toMessage('c', toParty(bsuid, phone))]),
    ])
    expect((await readLog(phone)).map(({ text }) => text).toSorted()).toEqual(['a', 'b', 'c'])
    expect(await readLog(bsuid)).toHaveLength(3)
  })

  it('a change to an id that leads to somebody else: this guarantees that no contact claims it', async () => {
    const { ingest, store } = createScriptedIngest(table)
    await ingest([toMessage('a', toParty(phone))])
    await ingest([toMessage('b', toParty(other))])
    await ingest([{ ...change, current: [other] }])
    const [record] = await store.identities([phone], 'consistent')
    const contact = await store.contact(record?.contactId ?? '', 'consistent')
    expect(contact?.identities).toEqual([phone])
  })

  it('messages that come out of the order they were written in: this guarantees that each late one is marked', async () => {
    const { ingest, readLog } = createScriptedIngest(table)
    for (const minute of ['05', '01', '03', '06']) {
      const sentAt = `2026-01-01T09:${minute}:00.000Z`
      await ingest([{ ...toMessage(minute, toParty(phone)), sentAt }])
    }
    expect((await readLog(phone)).filter(({ late }) => late).map(({ text }) => text)).toEqual(['01', '03'])
  })
})
