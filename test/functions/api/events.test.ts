import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FeedWriter } from '../../../shared/app/ports.ts'
import { createFeedWriter } from '../../../shared/aws/feed-writer.ts'
import { conversationOf, eventOf } from './api-data.ts'
import { type Api, startApi } from './api-harness.ts'

const FEED_SHARDS = 2
const ROWS_OF = [3, 1, 20, 2]

let api: Api
let feed: FeedWriter

beforeAll(async () => {
  api = await startApi({ INLET_FEED_SHARDS: String(FEED_SHARDS) })
  feed = createFeedWriter(api.table, { now: () => new Date() }, 30)
})
afterAll(() => api.stop())

const conversations = [conversationOf(1), conversationOf(2)] as const

async function readToEnd(limit: number): Promise<{ ids: string[]; seqs: number[][]; next: string }> {
  const events: { id: string; seq: number; conversationId: string }[] = []
  let after = ''
  for (let pages = 0; pages < 300; pages++) {
    const { body } = await api.get(`/v1/events?limit=${limit}${after === '' ? '' : `&after=${after}`}`)
    expect(body.data.length).toBeLessThanOrEqual(limit)
    events.push(...body.data)
    after = body.page.next ?? ''
    if (!body.page.hasMore) {
      const seqs = conversations.map(({ id }) =>
        events.filter(({ conversationId }) => conversationId === id).map(({ seq }) => seq),
      )
      return { ids: events.map(({ id }) => id), seqs, next: after }
    }
  }
  throw new Error('the feed does not end')
}

describe('GET /v1/events', () => {
  it('this guarantees that an empty feed has a place to wait at', async () => {
    const { body } = await api.get('/v1/events')
    expect(body).toEqual({ data: [], page: { next: expect.any(String), hasMore: false } })
  })

  it('this guarantees that every event comes once and each conversation in order, whatever the page size', async () => {
    for (const [shard, conversation] of conversations.entries()) {
      let seq = 0
      for (const count of ROWS_OF) {
        await feed.append(
          shard,
          Array.from({ length: count }, () => eventOf(conversation, ++seq)),
        )
      }
    }
    const seqs = Array.from({ length: 26 }, (_, index) => index + 1)
    for (const limit of [1, 7, 100]) {
      const read = await readToEnd(limit)
      expect(new Set(read.ids).size).toBe(52)
      expect(read.seqs).toEqual([seqs, seqs])
    }
  })

  it('this guarantees that an event is its type and its detail', async () => {
    const { body } = await api.get('/v1/events?limit=1')
    const { type, detail } = eventOf(conversations[0], 1)
    expect(body.data).toEqual([{ type, ...detail }])
  })

  it('this guarantees that a waiting consumer gets the next event and nothing before it', async () => {
    const { next } = await readToEnd(100)
    const waiting = api.get(`/v1/events?after=${next}&waitSeconds=20`)
    await feed.append(1, [eventOf(conversations[1], 27)])
    const { body } = await waiting
    expect(body.data.map(({ seq }) => seq)).toEqual([27])
    const nothing = await api.get(`/v1/events?after=${body.page.next}`)
    expect(nothing.body).toEqual({ data: [], page: { next: body.page.next, hasMore: false } })
  })

  it('this guarantees that waiting ends after the time asked for', async () => {
    const { next } = await readToEnd(100)
    const started = Date.now()
    const { body } = await api.get(`/v1/events?after=${next}&waitSeconds=1`)
    expect(body.data).toEqual([])
    expect(Date.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('this guarantees that a busy shard does not hold up the others', async () => {
    const { body } = await api.get('/v1/events?limit=10')
    const ids = body.data.map(({ conversationId }) => conversationId)
    expect(new Set(ids)).toEqual(new Set(conversations.map(({ id }) => id)))
  })

  it('this guarantees that a consumer who stayed away too long is told, and not served a gap', async () => {
    const old = await startApi()
    const longAgo = createFeedWriter(old.table, { now: () => new Date('2020-01-01T00:00:00.000Z') }, 30)
    const now = createFeedWriter(old.table, { now: () => new Date() }, 30)
    const [conversation] = conversations
    await now.append(0, [eventOf(conversation, 1)])
    const { body } = await old.get('/v1/events')
    await longAgo.append(0, [eventOf(conversation, 2)])
    await now.append(0, [eventOf(conversation, 3)])
    const late = await old.get(`/v1/events?after=${body.page.next}`)
    expect([late.status, late.body.code]).toEqual([410, 'cursor_expired'])
    const fresh = await old.get('/v1/events')
    expect(fresh.body.data.map(({ seq }) => seq)).toEqual([1, 3])
    await old.stop()
  })

  it.each(['nonsense', Buffer.from('{"version":1}').toString('base64url')])(
    '%s: this guarantees that a made-up cursor is refused',
    async (after) => {
      const { status, body } = await api.get(`/v1/events?after=${after}`)
      expect([status, body.code]).toEqual([400, 'cursor_invalid'])
    },
  )

  it('this guarantees that a cursor of a list is refused here', async () => {
    await api.store.save([
      { kind: 'conversation', conversation: conversations[0], expectedVersion: null },
      { kind: 'conversation', conversation: conversations[1], expectedVersion: null },
    ])
    const list = await api.get('/v1/conversations?limit=1')
    expect((await api.get(`/v1/events?after=${list.body.page.next}`)).body.code).toBe('cursor_invalid')
  })
})
