import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InboxStore } from '../../shared/app/ports.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Identity, Party } from '../../shared/domain/identity.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { createScriptedIngest, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`stale${++tables}`)
})

const toEcho = (providerId: string, party: Party): InboundEvent => {
  const { referral: _, ...message } = toMessage(providerId, party)
  return { ...message, kind: 'echo', correlation: null, raw: null }
}

const optOut = (action: 'out' | 'in', at: string): InboundEvent => ({
  kind: 'opt_out',
  party: toParty(phone),
  action,
  scope: 'all',
  by: 'keyword',
  at,
})

describe('an eventually consistent read that is a moment old', () => {
  it.each([
    [
      'reaction',
      { kind: 'reaction', target: 'm', by: 'contact', party: toParty(phone), emoji: '👍', at: null },
    ],
    ['removal', { kind: 'removal', target: 'm', by: 'contact', at: null }],
  ] as const)(
    'does not hide a conversation that was just born: this guarantees that its first %s is not lost',
    async (_, event) => {
      const blind = (store: InboxStore): InboxStore => ({
        ...store,
        conversation: (id, mode) =>
          mode === 'eventual' ? Promise.resolve(null) : store.conversation(id, mode),
      })
      const { ingest, readLog } = createScriptedIngest(table, { store: blind })
      await ingest([toMessage('m', toParty(phone))])
      expect(await ingest([event])).toMatchObject([{ kind: 'amended' }])
      expect((await readLog(phone))[0]?.revision).toBe(2)
    },
  )

  it('does not make somebody a stranger who has just written: this guarantees that their first read mark is not lost', async () => {
    const blind = (store: InboxStore): InboxStore => ({
      ...store,
      identities: (identities, mode) =>
        mode === 'eventual'
          ? Promise.resolve(identities.map(() => null))
          : store.identities(identities, mode),
    })
    const { ingest, readLog } = createScriptedIngest(table, { store: blind })
    await ingest([toMessage('m', toParty(phone))])
    await ingest([toEcho('answer', toParty(phone))])
    const read: InboundEvent = {
      kind: 'watermark',
      party: toParty(phone),
      status: 'read',
      upTo: '2026-01-01T09:59:59.500Z',
    }
    expect(await ingest([read])).toMatchObject([{ kind: 'watermark_moved', covered: 1 }])
    expect((await readLog(phone)).map(({ status }) => status)).toEqual(['received', 'read'])
  })

  it('does not decide that an opt-out changes nothing: this guarantees that the customer’s last word counts', async () => {
    let old: Awaited<ReturnType<InboxStore['identities']>> | null = null
    const delayed = (store: InboxStore): InboxStore => ({
      ...store,
      identities: async (identities, mode) =>
        mode === 'eventual' && old !== null ? old : store.identities(identities, mode),
    })
    const { ingest, store } = createScriptedIngest(table, { store: delayed })
    await ingest([optOut('out', '2026-01-01T09:00:00.000Z')])
    const stale = await store.identities([phone], 'consistent')
    await ingest([optOut('in', '2026-01-01T09:00:01.000Z')])
    old = stale
    await ingest([optOut('out', '2026-01-01T09:00:02.000Z')])
    const [record] = await store.identities([phone], 'consistent')
    expect(record?.optOuts['acc']).toMatchObject({ scope: 'all', at: '2026-01-01T09:00:02.000Z' })
  })
})
