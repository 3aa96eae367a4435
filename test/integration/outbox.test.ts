import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStream } from '../../infra/local/mappings/stream-source.ts'
import type { EventBus } from '../../shared/app/ports.ts'
import { publishChanges, type TableChange } from '../../shared/app/publish-changes.ts'
import { republish } from '../../shared/app/republish.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createFeedWriter } from '../../shared/aws/feed-writer.ts'
import { createLogArchive } from '../../shared/aws/log-archive.ts'
import { createLogReader } from '../../shared/aws/log-reader.ts'
import { type StreamRecord, toTableChange } from '../../shared/aws/table-changes.ts'
import { EventDetail, EVENTS, type InletEvent } from '../../shared/domain/events.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  toComment,
  toEcho,
  toEdit,
  toMessage,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { NO_DELIVERIES } from '../support/no-deliveries.ts'
import { NO_TIMERS } from '../support/no-timers.ts'
import { readFeed, readFeedEnd } from '../support/read-feed.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const clock = { now: () => new Date('2026-01-01T10:00:00.000Z') }
const at = '2026-01-01T09:59:00.000Z'
const customer = toParty({ channel: 'whatsapp', scope: '-', externalId: '+1555' })

let dynoxide: Dynoxide
let table: Table
let tables = 0
let published: InletEvent[]
let refuse: (event: InletEvent) => boolean

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`outbox${++tables}`)
  published = []
  refuse = () => false
})

const bus: EventBus = {
  publish: (events) => {
    published.push(...events.filter((event) => !refuse(event)))
    return Promise.resolve({ failed: new Set(events.filter(refuse).map(({ detail }) => detail.id)) })
  },
}

const message = (id: string, text = id): InboundEvent => toMessage(id, customer, text)
const edit = (target: string, text: string): InboundEvent => toEdit(target, text, '2026-01-01T09:59:30.000Z')
const ingest = (...events: InboundEvent[]): Promise<void> => ingestAt(clock.now().toISOString(), ...events)

async function ingestAt(receivedAt: string, ...events: InboundEvent[]): Promise<void> {
  const inbox = createScriptedIngest(table, clock)
  for (const event of events) await inbox.ingest([event], { receivedAt })
  expect(inbox.kept).toEqual([])
}

async function readStream(): Promise<TableChange[]> {
  const stream = await openStream(dynoxide.endpoint, table.name)
  await stream.seek(null)
  return (await stream.read()).flatMap(({ dynamodb }) => {
    const before = (dynamodb['OldImage'] ?? null) as StreamRecord['before']
    const after = (dynamodb['NewImage'] ?? null) as StreamRecord['after']
    const change = toTableChange({ recordId: dynamodb.SequenceNumber, before, after })
    return change === null ? [] : [change]
  })
}

const deps = () => ({
  log: createLogReader(table, clock),
  feed: createFeedWriter(table, clock, 30),
  bus,
  outbound: NO_DELIVERIES,
  timers: NO_TIMERS,
  clock,
  text: 'include' as const,
})
const idsOf = (events: readonly InletEvent[]) => events.map(({ detail }) => detail.id)
const summary = ({ type, detail }: InletEvent) => `${detail.seq}.${detail.revision}.${detail.part} ${type}`

describe('the publisher', () => {
  it('emits each entry, what it caused and its changes, in order, as the catalogue says', async () => {
    await ingest(message('one'), message('two'), edit('one', 'one, corrected'))
    const report = await publishChanges(deps(), await readStream())
    expect(report).toMatchObject({ failed: null, events: published.length })
    expect(new Set(report.eventIds)).toEqual(new Set(idsOf(published).slice(0, 10)))
    expect(new Set(report.correlationIds)).toEqual(
      new Set(published.map(({ detail }) => detail.correlationId)),
    )
    const ofConversation = published.filter(({ detail }) => detail.conversationId !== null)
    expect(ofConversation.map(summary)).toEqual([
      '1.1.1 message.received',
      '1.1.2 conversation.opened',
      '2.1.1 message.received',
      '1.2.1 message.edited',
    ])
    expect(ofConversation[0]?.detail.data).toMatchObject({
      text: 'one',
      providerId: 'one',
      sentAt: '2026-01-01T09:59:59.000Z',
    })
    expect(ofConversation[3]?.detail.data).toMatchObject({ text: 'one, corrected' })
    for (const { type, detail } of published) {
      expect(EventDetail.safeParse(detail).error).toBeUndefined()
      expect(EVENTS[type].data.safeParse(detail.data).error, type).toBeUndefined()
    }
    expect(published.map(({ type }) => type)).toContain('contact.created')
  })

  it('emits our own reply that waited for its parent right after it, then what changed meanwhile', async () => {
    const edited: InboundEvent = { ...toEdit('r1', 'better', at), by: 'external' }
    await ingest(toOwnReply('r1', 'c1', at), edited, toComment('c1', customer, 'post', 'post'))
    const changes = await readStream()
    await publishChanges(deps(), changes)
    const ofConversation = published.filter(({ detail }) => detail.conversationId !== null)
    expect(ofConversation.map(summary)).toEqual([
      '1.1.1 message.received',
      '1.1.2 conversation.opened',
      '2.1.1 message.sent',
      '2.2.1 message.edited',
    ])
    expect(ofConversation.every(({ detail }) => detail.visibility === 'public')).toBe(true)
  })

  it('emits what one watermark changed in the order of the log, each with an id of its own', async () => {
    const thread = { visibility: 'private' as const, party: customer }
    await ingest(message('in'), toEcho('a', thread, at), toEcho('b', thread, at))
    await ingest({ kind: 'watermark', party: customer, status: 'read', upTo: at })
    await publishChanges(deps(), await readStream())
    const read = published.filter(({ type }) => type === 'message.read')
    expect(read.map(summary)).toEqual(['2.2.1 message.read', '3.2.1 message.read'])
    expect(new Set(idsOf(read)).size).toBe(2)
    expect(read.map(({ detail }) => EVENTS['message.read'].data.safeParse(detail.data).success)).toEqual([
      true,
      true,
    ])
  })

  it('appends nothing twice to the feed and gives the same ids when a batch comes again', async () => {
    await ingest(message('one'), message('two'))
    const changes = await readStream()
    await publishChanges(deps(), changes)
    const first = idsOf(published)
    published = []
    await publishChanges(deps(), changes)
    expect(idsOf(published)).toEqual(first)
    expect(idsOf(await readFeed(table, 0))).toHaveLength(first.length)
  })

  it('names the first record that the bus did not take, and publishes it when it comes again', async () => {
    await ingest(message('one'), message('two'))
    const changes = await readStream()
    refuse = ({ detail }) => detail.seq === 2
    const { failed } = await publishChanges(deps(), changes)
    const index = changes.findIndex(({ recordId }) => recordId === failed)
    expect(changes[index]).toMatchObject({ kind: 'conversation', after: { seq: 2 } })
    refuse = () => false
    await publishChanges(deps(), changes.slice(index))
    expect(published.map(summary)).toContain('2.1.1 message.received')
  })

  it('cuts long text at a character and says so', async () => {
    await ingest(message('long', 'ä€🙂'.repeat(2_000)))
    await publishChanges(deps(), await readStream())
    const data = published.find(({ type }) => type === 'message.received')?.detail.data
    expect(data).toMatchObject({ truncated: true })
    const text = String(data?.['text'])
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096)
    expect('ä€🙂'.repeat(2_000).startsWith(text)).toBe(true)
  })

  it('keeps numbering upwards after every row of the feed has expired', async () => {
    const feed = createFeedWriter(table, clock, 30)
    await ingest(message('one'))
    await publishChanges(deps(), await readStream())
    const [event] = published
    if (event === undefined) throw new Error('nothing was published')
    for (let number = 1; number < 105; number++) {
      await feed.append(7, [{ ...event, detail: { ...event.detail, id: `evt_${number}` } }])
    }
    await dynoxide.deletePartition(table, 'FEED#7')
    await createFeedWriter(table, clock, 30).append(7, [event])
    expect(await readFeed(table, 7, 104)).toHaveLength(1)
  })

  it('this guarantees that no reader of a quiet feed is ever ahead of it, however often its rows expire', async () => {
    await ingest(message('one'))
    await publishChanges(deps(), await readStream())
    const [event] = published
    if (event === undefined) throw new Error('nothing was published')
    let cursor = 0
    for (let quiet = 0; quiet < 3; quiet++) {
      const feed = createFeedWriter(table, clock, 30)
      const ids = ['a', 'b', 'c'].map((name) => `evt_${quiet}${name}`)
      for (const id of ids) await feed.append(7, [{ ...event, detail: { ...event.detail, id } }])
      expect(idsOf(await readFeed(table, 7, cursor))).toEqual(ids)
      cursor = await readFeedEnd(table, 7)
      await dynoxide.deletePartition(table, 'FEED#7')
    }
  })
})

describe('republish', () => {
  it('emits the same events with the same ids, as often as it is run', async () => {
    await ingest(message('one'), message('two'), edit('one', 'one, corrected'))
    await publishChanges(deps(), await readStream())
    const first = new Map(published.map((event) => [event.detail.id, event]))
    for (let run = 0; run < 2; run++) {
      published = []
      const archive = createLogArchive(table, clock)
      const report = await republish({ archive, bus, feed: null, text: 'include', onProgress: () => {} }, at)
      expect(report).toMatchObject({ conversations: 1, contacts: 1, events: first.size })
      expect(new Map(published.map((event) => [event.detail.id, event]))).toEqual(first)
    }
  })

  it('this guarantees that an opt-out is said again although its conversation did not change', async () => {
    await ingestAt('2026-01-01T09:00:00.000Z', message('one'))
    const optOut: InboundEvent = {
      kind: 'opt_out',
      party: customer,
      action: 'out',
      scope: 'marketing',
      by: 'platform',
      at,
    }
    await ingest(optOut)
    const archive = createLogArchive(table, clock)
    await republish({ archive, bus, feed: null, text: 'include', onProgress: () => {} }, at)
    expect(published.map(({ type }) => type)).toEqual(['contact.opted_out'])
  })

  it('this guarantees that an envelope stored long after it was received hides no newer event', async () => {
    await ingest(message('one'))
    await ingestAt('2026-01-01T04:00:00.000Z', message('kept waiting'))
    const archive = createLogArchive(table, clock)
    await republish({ archive, bus, feed: null, text: 'include', onProgress: () => {} }, at)
    expect(published.map(summary)).toContain('1.1.1 message.received')
  })

  it('leaves out what happened before', async () => {
    await ingest(message('one'))
    const archive = createLogArchive(table, clock)
    const report = await republish(
      { archive, bus, feed: null, text: 'include', onProgress: () => {} },
      '2026-01-02T00:00:00.000Z',
    )
    expect(report).toEqual({ conversations: 0, contacts: 0, accounts: 0, events: 0 })
  })

  it('fills a feed that the publisher never reached, and says what an edited message said at first', async () => {
    await ingest(message('one'), edit('one', 'one, corrected'))
    const archive = createLogArchive(table, clock)
    const feed = createFeedWriter(table, clock, 30)
    await republish({ archive, bus, feed, text: 'include', onProgress: () => {} }, at)
    const events = await readFeed(table, 0)
    expect(events.filter(({ detail }) => detail.seq === 1).map(summary)).toEqual([
      '1.1.1 message.received',
      '1.1.2 conversation.opened',
      '1.2.1 message.edited',
    ])
    expect(events.find(({ type }) => type === 'message.received')?.detail.data).toMatchObject({ text: 'one' })
  })
})
