import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInboxStore } from '../../../shared/aws/inbox-store.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { conversationOf, minutesAfterNoon } from './api-data.ts'
import { type Api, readAllPages, startApi } from './api-harness.ts'

const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
const COUNT = 90

/** Of every status, three tags, some with an assignee, some with a team: enough for all shards of all statuses. */
const CONVERSATIONS: Conversation[] = Array.from({ length: COUNT }, (_, n) =>
  conversationOf(n, {
    status: STATUSES[n % 4] ?? 'open',
    assignee: n % 5 === 0 ? 'ada' : n % 7 === 0 ? 'ben' : null,
    team: n % 3 === 0 ? 'billing' : null,
    tags: n % 11 === 0 ? ['vip', 'eu'] : ['eu'],
    ...(n % 13 === 0 ? { channel: 'sms', provider: 'twilio', account: { id: '+15550100', name: null } } : {}),
  }),
)

const idsNewestFirst = (which: (conversation: Conversation) => boolean = () => true): string[] =>
  CONVERSATIONS.filter(which)
    .sort((a, b) => (a.activityAt < b.activityAt ? 1 : -1))
    .map(({ id }) => id)

let api: Api

beforeAll(async () => {
  api = await startApi()
  for (const conversation of CONVERSATIONS) {
    await api.store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
  }
})
afterAll(() => api.stop())

describe('GET /v1/conversations', () => {
  it.each<[string, (conversation: Conversation) => boolean]>([
    ['', () => true],
    ['&status=open', ({ status }) => status === 'open'],
    ['&status=closed&channel=whatsapp', (it) => it.status === 'closed' && it.channel === 'whatsapp'],
    ['&channel=sms', ({ channel }) => channel === 'sms'],
    ['&visibility=private', () => true],
    ['&visibility=public', () => false],
    ['&account=1066', ({ account }) => account.id === '1066'],
    ['&account=%2B15550100', ({ account }) => account.id === '+15550100'],
    ['&assignee=ada', ({ assignee }) => assignee === 'ada'],
    ['&assignee=ada&status=pending', (it) => it.assignee === 'ada' && it.status === 'pending'],
    ['&assignee=nobody', () => false],
    ['&team=billing', ({ team }) => team === 'billing'],
    ['&team=billing&assignee=ada', (it) => it.team === 'billing' && it.assignee === 'ada'],
    ['&tag=vip', ({ tags }) => tags.includes('vip')],
    ['&tag=vi', () => false],
    [
      '&tag=vip&status=open&assignee=ada',
      (it) => it.tags.includes('vip') && it.status === 'open' && it.assignee === 'ada',
    ],
  ])(
    '%s: this guarantees that all pages together are exactly what was asked for, newest first',
    async (filter, which) => {
      for (const limit of [4, 25, 100]) {
        const { data } = await readAllPages(api, `/v1/conversations?limit=${limit}${filter}`)
        expect(data.map(({ id }) => id)).toEqual(idsNewestFirst(which))
      }
    },
  )

  it('this guarantees 25 a page unless asked otherwise, and no page after the last', async () => {
    const first = await api.get('/v1/conversations')
    expect(first.body.data).toHaveLength(25)
    expect(first.body.page.hasMore).toBe(true)
    const exact = await api.get(
      `/v1/conversations?status=open&limit=${idsNewestFirst((it) => it.status === 'open').length}`,
    )
    expect(exact.body.page).toEqual({ next: null, hasMore: false })
  })

  it('this guarantees that a cursor of another filter is refused', async () => {
    const { body } = await api.get('/v1/conversations?status=open&limit=5')
    const other = await api.get(`/v1/conversations?status=closed&limit=5&cursor=${body.page.next}`)
    expect([other.status, other.body.code]).toEqual([400, 'cursor_invalid'])
    const same = await api.get(`/v1/conversations?status=open&limit=9&cursor=${body.page.next}`)
    expect(same.status).toBe(200)
  })

  it('this guarantees that a page is never older than it must be: activity between two pages moves nothing out of sight', async () => {
    const { body } = await api.get('/v1/conversations?status=snoozed&limit=5')
    const expected = idsNewestFirst(({ status }) => status === 'snoozed')
    const moved = CONVERSATIONS.find(({ id }) => id === expected.at(-1))
    if (moved === undefined) throw new Error('there are snoozed conversations')
    await api.store.save([
      {
        kind: 'conversation',
        conversation: { ...moved, version: 2, activityAt: minutesAfterNoon(1000) },
        expectedVersion: 1,
      },
    ])
    const rest = await readAllPages(
      api,
      `/v1/conversations?status=snoozed&limit=100&cursor=${body.page.next}`,
    )
    expect(rest.data.map(({ id }) => id)).toEqual(expected.slice(5, -1))
    const again = await api.get('/v1/conversations?status=snoozed&limit=1')
    expect(again.body.data[0]?.id).toBe(moved.id)
    await api.store.save([
      { kind: 'conversation', conversation: { ...moved, version: 3 }, expectedVersion: 2 },
    ])
  })

  it('this guarantees that a filter no index carries reads a bounded part, and the short page goes on', async () => {
    const crowd = await startApi()
    const many = Array.from({ length: 640 }, (_, n) => conversationOf(n, n === 0 ? { tags: ['rare'] } : {}))
    for (let start = 0; start < many.length; start += 50) {
      await crowd.store.save(
        many
          .slice(start, start + 50)
          .map((conversation) => ({ kind: 'conversation', conversation, expectedVersion: null })),
      )
    }
    const first = await crowd.get('/v1/conversations?status=open&tag=rare')
    expect(first.body.data).toEqual([])
    expect(first.body.page.hasMore).toBe(true)
    const { data, pages } = await readAllPages(crowd, '/v1/conversations?status=open&tag=rare')
    expect(data.map(({ id }) => id)).toEqual([many[0]?.id])
    expect(pages).toBe(2)
    await crowd.stop()
  })
})

describe('GET /v1/conversations/{id}', () => {
  it('this guarantees that a conversation looks as the contract says', async () => {
    const conversation = conversationOf(5000, {
      workflowRevision: 7,
      assignee: 'ada',
      tags: ['vip'],
      lastInboundAt: new Date(Date.now() - 3_600_000).toISOString(),
    })
    await api.store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
    const { status, headers, body } = await api.get(`/v1/conversations/${conversation.id}`)
    expect(status).toBe(200)
    expect(headers['etag']).toBe('"7"')
    expect(body).toEqual({
      id: conversation.id,
      channel: 'whatsapp',
      visibility: 'private',
      account: { id: '1066', name: 'Shop' },
      contactId: conversation.contactId,
      status: 'open',
      snoozedUntil: null,
      snoozedFor: null,
      assignee: 'ada',
      team: null,
      priority: 'normal',
      tags: ['vip'],
      lastMessage: { text: 'hello 5000', at: minutesAfterNoon(5000), direction: 'inbound' },
      unread: 1,
      gap: false,
      deliveredUpTo: null,
      readUpTo: null,
      window: {
        open: true,
        closesAt: new Date(Date.parse(conversation.lastInboundAt ?? '') + 24 * 3_600_000).toISOString(),
      },
      sla: null,
      handoff: null,
      linked: [],
      seq: 1,
      createdAt: minutesAfterNoon(5000),
      updatedAt: minutesAfterNoon(5000),
    })
  })

  it('this guarantees that a channel without a reply window shows none', async () => {
    const sms = CONVERSATIONS.find(({ channel }) => channel === 'sms')
    expect((await api.get(`/v1/conversations/${sms?.id}`)).body['window']).toBeNull()
  })

  it('this guarantees that an expired conversation is gone before the table sweeps it', async () => {
    const conversation = conversationOf(5001)
    const past = { now: () => new Date('2020-01-01T00:00:00.000Z') }
    const store = createInboxStore(api.table, { clock: past, retentionDays: 30 })
    await store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
    expect((await api.get(`/v1/conversations/${conversation.id}`)).status).toBe(404)
    const listed = await readAllPages(api, '/v1/conversations?limit=100')
    expect(listed.data.map(({ id }) => id)).not.toContain(conversation.id)
  })
})
