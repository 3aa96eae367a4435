import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStream } from '../../infra/local/mappings/stream-source.ts'
import { publishChanges } from '../../shared/app/publish-changes.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { type StreamRecord, toTableChange } from '../../shared/aws/table-changes.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { createScriptedIngest, toComment, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { NO_DELIVERIES } from '../support/no-deliveries.ts'
import { NO_TIMERS } from '../support/no-timers.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const phone: Identity = { channel: 'whatsapp', scope: '-', externalId: '+15550001' }
const bsuid: Identity = { channel: 'whatsapp', scope: 'waba', externalId: 'US.1' }
const DAY_MS = 86_400_000

let dynoxide: Dynoxide
let table: Table
let tables = 0
let now: Date
const clock = { now: () => now }

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  now = new Date('2026-01-01T10:00:00.000Z')
  table = await dynoxide.createInboxTable(`retention${++tables}`)
})

const pass = (days: number): void => {
  now = new Date(now.getTime() + days * DAY_MS)
}

async function publishAll(): Promise<InletEvent[]> {
  const stream = await openStream(dynoxide.endpoint, table.name)
  await stream.seek(null)
  const changes = (await stream.read()).flatMap(({ dynamodb }) => {
    const before = (dynamodb['OldImage'] ?? null) as StreamRecord['before']
    const after = (dynamodb['NewImage'] ?? null) as StreamRecord['after']
    return toTableChange({ recordId: dynamodb.SequenceNumber, before, after }) ?? []
  })
  const published: InletEvent[] = []
  const bus = {
    publish: (events: readonly InletEvent[]) => {
      published.push(...events)
      return Promise.resolve({ failed: new Set<string>() })
    },
  }
  const feed = createFeedWriter(table, clock, 30)
  const log = createLogReader(table, clock)
  await publishChanges(
    { log, feed, bus, outbound: NO_DELIVERIES, timers: NO_TIMERS, clock, text: 'include' },
    changes,
  )
  return published.filter(({ type }) => type === 'message.received')
}

describe('retention', () => {
  it('a customer who writes after the conversation expired: this guarantees an event of its own', async () => {
    const { ingest } = createScriptedIngest(table, { now: clock.now, retentionDays: 1 })
    await ingest([toMessage('before', toParty(phone))])
    const [first] = await publishAll()
    pass(2)
    await ingest([toMessage('after', toParty(phone))])
    const second = (await publishAll()).find(({ detail }) => detail.data['providerId'] === 'after')
    expect(second?.detail.id).toBeDefined()
    expect(second?.detail.id).not.toBe(first?.detail.id)
    expect(second?.detail.data['entryId']).not.toBe(first?.detail.data['entryId'])
  })

  it('two names of one person after the conversation expired: this guarantees one new conversation', async () => {
    const { ingest, readLog } = createScriptedIngest(table, { now: clock.now, retentionDays: 1 })
    await ingest([toMessage('before', toParty(bsuid, phone))])
    pass(2)
    await Promise.all([
      ingest([toMessage('a', toParty(phone))]),
      ingest([toMessage('b', toParty(bsuid))]),
      ingest([toMessage('c', toParty(bsuid, phone))]),
    ])
    expect((await readLog(phone)).map(({ text }) => text).toSorted()).toEqual(['a', 'b', 'c'])
    expect(await readLog(bsuid)).toHaveLength(3)
  })

  it('an author who comments again after the public conversation expired: this guarantees events of its own, each time', async () => {
    const { ingest, readEntries } = createScriptedIngest(table, { now: clock.now, retentionDays: 1 })
    const ids: string[] = []
    const events = new Map<string, unknown>()
    const publish = async (): Promise<void> => {
      for (const { detail } of await publishAll()) events.set(detail.id, detail.data['providerId'])
    }
    const comment = async (providerId: string): Promise<void> => {
      const [outcome] = await ingest([toComment(providerId, toParty(phone), 'post', 'post')])
      ids.push(outcome?.kind === 'stored' ? outcome.conversationId : '')
    }
    for (const name of ['first', 'second', 'third']) {
      await comment(name)
      await comment(`${name} again`)
      await publish()
      pass(2)
    }
    expect(new Set(ids).size).toBe(3)
    await Promise.all(['a', 'b', 'c'].map(comment))
    expect(new Set(ids).size).toBe(4)
    expect(await readEntries(ids.at(-1) ?? '')).toHaveLength(3)
    await publish()
    expect([...events.values()].toSorted()).toEqual([
      'a',
      'b',
      'c',
      'first',
      'first again',
      'second',
      'second again',
      'third',
      'third again',
    ])
  })

  it.each([
    [
      'public',
      toComment('c1', toParty(phone), 'post', 'post'),
      toComment('c2', toParty(phone), 'post', 'post'),
    ],
    ['private', toMessage('c1', toParty(phone)), toMessage('c2', toParty(phone))],
  ])(
    'a %s conversation that reads miss because it was just born: this guarantees that none follows it before its time is up',
    async (_, first, second) => {
      let misses = 0
      const { ingest, readEntries } = createScriptedIngest(table, {
        now: clock.now,
        retentionDays: 1,
        store: (store) => ({
          ...store,
          conversation: (id, mode) => (misses-- > 0 ? Promise.resolve(null) : store.conversation(id, mode)),
        }),
      })
      const [stored] = await ingest([first])
      misses = 2
      await ingest([second])
      expect(await readEntries(stored?.kind === 'stored' ? stored.conversationId : '')).toHaveLength(2)
    },
  )

  it('a message delivered again after its entry expired: this guarantees that it is not stored twice', async () => {
    const { ingest } = createScriptedIngest(table, { now: clock.now, retentionDays: 1 })
    await ingest([toMessage('m', toParty(phone))])
    pass(6)
    expect(await ingest([toMessage('m', toParty(phone))])).toEqual([{ kind: 'duplicate' }])
  })
})
