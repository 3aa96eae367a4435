import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStream } from '../../infra/local/mappings/stream-source.ts'
import { publishChanges } from '../../shared/app/publish-changes.ts'
import { createRecordAccount, type RecordAccount } from '../../shared/app/record-account.ts'
import { republish } from '../../shared/app/republish.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createLogArchive } from '../../shared/aws/log-archive.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { type StreamRecord, toTableChange } from '../../shared/aws/table-changes.ts'
import type { Account } from '../../shared/domain/account.ts'
import { AppError } from '../../shared/domain/errors.ts'
import type { Envelope } from '../../shared/domain/envelope.ts'
import type { InletEvent } from '../../shared/domain/events.ts'
import type { InboundAccountEvent, InboundEvent } from '../../shared/domain/inbound.ts'
import { createScriptedIngest, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { readFeed } from '../support/read-feed.ts'
import { NO_DELIVERIES } from '../support/no-deliveries.ts'
import { NO_TIMERS } from '../support/no-timers.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const customer = toParty({ channel: 'whatsapp', scope: '-', externalId: '+1555' })
const pacer = { sleep: () => Promise.resolve(), random: () => 0 }
const verdict = (health: InboundAccountEvent['health'], code: string, at: string): InboundAccountEvent => ({
  kind: 'account',
  health,
  code,
  detail: null,
  at,
})

let dynoxide: Dynoxide
let table: Table
let tables = 0
let now: Date
const clock = { now: () => now }
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, seconds)).toISOString()

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`accounts${++tables}`)
  now = new Date(at(0))
})

const read = (): Promise<Account | null> => createAccountStore(table, clock).account('whatsapp', 'acc')

/** One instance of the ingest function. */
function createInstance(): (seconds: number, ...events: InboundEvent[]) => Promise<unknown> {
  const inbox = createScriptedIngest(table, clock)
  return (seconds, ...events) => {
    now = new Date(at(seconds))
    return inbox.ingest(events, { receivedAt: at(seconds), account: { id: 'acc', name: 'Shop' } })
  }
}
const text = (id: string): InboundEvent => toMessage(id, customer)

async function readStream() {
  const stream = await openStream(dynoxide.endpoint, table.name)
  await stream.seek(null)
  return (await stream.read()).flatMap(({ dynamodb }) => {
    const before = (dynamodb['OldImage'] ?? null) as StreamRecord['before']
    const after = (dynamodb['NewImage'] ?? null) as StreamRecord['after']
    const change = toTableChange({ recordId: dynamodb.SequenceNumber, before, after })
    return change === null ? [] : [change]
  })
}

async function publish(): Promise<InletEvent[]> {
  const published: InletEvent[] = []
  const bus = {
    publish: (events: readonly InletEvent[]) => {
      published.push(...events)
      return Promise.resolve({ failed: new Set<string>() })
    },
  }
  const feed = createFeedWriter(table, clock, 30)
  const log = createLogReader(table, clock)
  const quiet = { outbound: NO_DELIVERIES, timers: NO_TIMERS, clock }
  await publishChanges({ log, feed, bus, text: 'include', ...quiet }, await readStream())
  return published.filter(({ type }) => type.startsWith('account.'))
}

describe('accounts', () => {
  it('this guarantees that an account appears with the first verified event that names it', async () => {
    expect(await createInstance()(0, text('one'))).toMatchObject([{ kind: 'stored' }])
    expect(await read()).toMatchObject({
      channel: 'whatsapp',
      id: 'acc',
      name: 'Shop',
      provider: 'meta',
      health: 'healthy',
      lastWebhookAt: at(0),
      lastSentAt: null,
      lastError: null,
      revision: 0,
    })
  })

  it('this guarantees that word about a subscription makes no account of its topic', async () => {
    const receive = createInstance()
    const ignored = { kind: 'ignored', reason: 'subscription_confirmation' } as const
    await receive(0, { ...ignored, namesNoAccount: true })
    expect(await read()).toBeNull()
    await receive(1, { kind: 'ignored', reason: 'like' })
    expect(await read()).toMatchObject({ lastWebhookAt: at(1) })
  })

  it('this guarantees that an account is written once a minute, by however many instances, and publishes nothing then', async () => {
    const instances = [createInstance(), createInstance(), createInstance()]
    for (const [index, receive] of instances.entries()) {
      for (const seconds of [0, 1, 30, 59]) await receive(seconds, text(`${index} ${seconds}`))
    }
    expect(await read()).toMatchObject({ version: 1, lastWebhookAt: at(0) })
    for (const [index, receive] of instances.entries()) await receive(61, text(`${index} again`))
    expect(await read()).toMatchObject({ version: 2, lastWebhookAt: at(61) })
    expect(await publish()).toEqual([])
  })

  it('this guarantees that a verdict is written at once, is in the feed, and can be published again', async () => {
    const receive = createInstance()
    await receive(0, text('one'))
    expect(await receive(1, verdict('degraded', 'account_restricted', at(1)))).toEqual([
      { kind: 'account_recorded' },
    ])
    await receive(2, verdict('degraded', 'account_restricted', at(2)))
    await receive(3, verdict('healthy', 'account_reinstated', at(3)))
    const events = await publish()
    expect(events.map(({ type, detail }) => [type, detail.revision, detail.data['code']])).toEqual([
      ['account.degraded', 1, 'account_restricted'],
      ['account.recovered', 2, 'account_reinstated'],
    ])
    const inFeed = await readFeed(table, 0)
    expect(inFeed.filter(({ type }) => type.startsWith('account.'))).toEqual(events)

    const again: InletEvent[] = []
    const bus = {
      publish: (some: readonly InletEvent[]) => {
        again.push(...some)
        return Promise.resolve({ failed: new Set<string>() })
      },
    }
    const archive = createLogArchive(table, clock)
    const deps = { archive, bus, feed: null, text: 'include' as const, onProgress: () => {} }
    expect(await republish(deps, at(0))).toMatchObject({ accounts: 1 })
    expect(again.filter(({ type }) => type.startsWith('account.'))).toEqual(events)
  })

  it('this guarantees that verdicts at once are all applied, the newest last', async () => {
    const instances = Array.from({ length: 8 }, createInstance)
    await Promise.all(
      instances.map((receive, index) =>
        receive(20, verdict(index % 2 === 0 ? 'degraded' : 'healthy', `code_${index}`, at(index))),
      ),
    )
    expect(await read()).toMatchObject({ health: 'healthy', verdict: { code: 'code_7', at: at(7) } })
    const revisions = (await publish()).map(({ detail }) => detail.revision)
    expect(revisions).toEqual(revisions.map((_, index) => index + 1))
  })

  it('this guarantees that a verdict from the future counts from when it came', async () => {
    const receive = createInstance()
    await receive(5, verdict('degraded', 'account_restricted', at(3_000)))
    await receive(6, verdict('healthy', 'account_reinstated', at(6)))
    expect(await read()).toMatchObject({ health: 'healthy', lastError: { at: at(5) } })
  })

  describe('where the table fails', () => {
    const envelope: Envelope = {
      version: 1,
      source: 'whatsapp',
      channel: 'whatsapp',
      provider: 'meta',
      account: { id: 'acc', name: null },
      receivedAt: at(0),
      key: 'k',
      payload: [],
    }
    let fails: boolean
    let record: RecordAccount

    beforeEach(() => {
      fails = true
      const accounts = createAccountStore(table, clock)
      record = createRecordAccount({
        accounts: {
          ...accounts,
          save: (...of) =>
            fails ? Promise.reject(new AppError('table_unavailable', 'away')) : accounts.save(...of),
        },
        clock,
        pacer,
        feedShards: 1,
      })
    })

    it('this guarantees that a message is never held up by its account, and the next one tries again', async () => {
      expect(await record(envelope, [text('one')])).toEqual([{ kind: 'account_not_recorded' }])
      fails = false
      expect(await record(envelope, [text('two')])).toEqual([])
      expect(await read()).toMatchObject({ health: 'healthy' })
    })

    it('this guarantees that a verdict, which is said once, comes again with its envelope', async () => {
      const said = [verdict('degraded', 'oauth_revoked', at(0))]
      await expect(record(envelope, said)).rejects.toMatchObject({ code: 'table_unavailable', retry: true })
      fails = false
      await record(envelope, said)
      await record(envelope, said)
      expect(await read()).toMatchObject({ health: 'degraded', revision: 1 })
    })
  })
})
