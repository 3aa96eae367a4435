import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Handoff } from '../../../shared/domain/handoff/handoff.ts'
import { type Api, readAllPages, startApi } from './api-harness.ts'
import { createCommenter, NOBODY, postOffer, storeHandoffs, STORED } from './handoff-data.ts'
import { type Customer } from './reply-data.ts'

let api: Api

beforeAll(async () => {
  api = await startApi()
  await storeHandoffs(api)
})
afterAll(() => api.stop())

describe('GET /v1/handoffs', () => {
  const idsOf = (handoffs: readonly Handoff[]): string[] => handoffs.toReversed().map(({ id }) => id)
  const isOpen = ({ state }: Handoff): boolean => state === 'delivered' || state === 'offered'
  // Those of this file's other tests are of today.
  const listed = async (query: string): Promise<string[]> => {
    const ids = new Set(STORED.map(({ id }) => id))
    const { data } = await readAllPages(api, `/v1/handoffs?${query}`)
    return data.map(({ id }) => id).filter((id) => ids.has(id))
  }

  it('this guarantees that pages hold every handoff once, the newest offer first', async () => {
    expect(await listed('limit=3')).toEqual(idsOf(STORED))
  })

  it.each<[string, string, (handoff: Handoff) => boolean]>([
    ['a state', 'state=expired', ({ state }) => state === 'expired'],
    ['what is open', 'state=open', isOpen],
    ['a channel', 'channel=twitter', ({ channel }) => channel === 'twitter'],
    ['a target', 'target=sms', ({ target }) => target.kind === 'sms'],
    [
      'a conversation',
      `conversation=cnv_${'c'.repeat(26)}`,
      ({ publicConversationId }) => publicConversationId.includes('ccc'),
    ],
    [
      'a conversation on the private side',
      `conversation=cnv_${'p'.repeat(26)}`,
      ({ state }) => state === 'completed',
    ],
    [
      'two at once',
      'state=completed&target=sms',
      ({ state, target }) => state === 'completed' && target.kind === 'sms',
    ],
  ])('by %s: this guarantees that exactly these are listed', async (_, query, belongs) => {
    expect(await listed(`limit=2&${query}`)).toEqual(idsOf(STORED.filter(belongs)))
  })

  it.each([
    [
      'a cursor of other filters',
      async () => {
        const { body } = await api.get('/v1/handoffs?limit=1')
        return api.get(`/v1/handoffs?limit=1&state=open&cursor=${body.page.next ?? ''}`)
      },
    ],
    ['a cursor that is none', () => api.get('/v1/handoffs?cursor=abc')],
  ])('%s: this guarantees that it is refused', async (_, ask) => {
    expect((await ask()).body.code).toBe('cursor_invalid')
  })

  it.each(['state=gone', 'channel=fax', 'target=pigeon', 'conversation=1', 'limit=0', 'sort=up'])(
    '%s: this guarantees that what nobody knows is not passed over',
    async (query) => {
      expect((await api.get(`/v1/handoffs?${query}`)).status).toBe(400)
    },
  )
})

describe('GET /v1/handoffs/{id}', () => {
  it.each([
    ['of nobody', NOBODY],
    ['that is none', 'hnd_1'],
  ])('an id %s: this guarantees that there is nothing', async (_, id) => {
    const { status, body } = await api.get(`/v1/handoffs/${id}`)
    expect([status, body.code]).toEqual([404, 'not_found'])
  })

  it('this guarantees that nobody reads secrets, words to come, or whom we wait for', async () => {
    const { text } = await api.get(`/v1/handoffs/${STORED[0]?.id ?? ''}`)
    expect(text).not.toMatch(/awaited|way|tooLateText|digest|queueShard/)
  })
})

describe('GET /v1/reports/handoffs', () => {
  const PERIOD = 'from=2026-03-01T12:00:00.000Z&to=2026-03-01T12:20:00.000Z'

  it('this guarantees that every handoff of the period counts once, where it stands now', async () => {
    const { status, body } = await api.get(`/v1/reports/handoffs?${PERIOD}`)
    expect([status, body['groupBy']]).toEqual([200, 'channel'])
    const rows = body['rows'] as { key: string; offered: number }[]
    expect(rows.map(({ key, offered }) => [key, offered])).toEqual([
      ['facebook', 10],
      ['twitter', 10],
    ])
    expect(rows[0]).toMatchObject({
      completed: 2,
      expired: 2,
      declined: { customer: 0, agent: 2, platform: 0 },
      open: 4,
      abandoned: 2,
      completedPercent: 33.3,
      completedAfterMs: { p50: 120_000, p90: 120_000, max: 120_000 },
    })
  })

  it('this guarantees that the end of the period is not in it', async () => {
    const { body } = await api.get(
      '/v1/reports/handoffs?from=2026-03-01T12:03:00.000Z&to=2026-03-01T12:05:00.000Z&groupBy=target',
    )
    expect(body['rows']).toMatchObject([
      { key: 'same_platform', offered: 1 },
      { key: 'sms', offered: 1 },
    ])
  })

  it('this guarantees the same as a table, a line a row', async () => {
    const { headers, text } = await api.get(`/v1/reports/handoffs?${PERIOD}&groupBy=target`, {
      headers: { Accept: 'text/csv' },
    })
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    const [head, ...lines] = text.trim().split('\r\n')
    expect(head).toBe(
      'key,offered,completed,expired,open,abandoned,completedPercent,declined.customer,declined.agent,declined.platform,completedAfterMs.p50,completedAfterMs.p90,completedAfterMs.max',
    )
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
      ['same_platform', '15'],
      ['sms', '5'],
    ])
  })

  it.each(['', 'from=2026-03-01', `${PERIOD}&groupBy=mood`, 'from=2026-03-02&to=2026-03-01'])(
    '?%s: this guarantees that it is refused',
    async (query) => {
      expect((await api.get(`/v1/reports/handoffs?${query}`)).status).toBe(400)
    },
  )
})

describe('handoffTargets of /reply-options', () => {
  const targetsOf = async ({ conversation }: Customer) => {
    const { body } = await api.get(`/v1/conversations/${conversation.id}/reply-options`)
    return body['handoffTargets'] as {
      kind: string
      possible: boolean
      verification?: string
      reason?: string
    }[]
  }

  it('a fresh comment: this guarantees that each target is listed, with its proof or with what is missing', async () => {
    const targets = await targetsOf(await createCommenter(api))
    expect(targets).toMatchObject([
      { kind: 'same_platform', possible: true, verification: 'platform' },
      { kind: 'whatsapp', possible: false, reason: expect.stringContaining('No account') as string },
      { kind: 'sms', possible: false, reason: expect.stringContaining('No account') as string },
      {
        kind: 'secure_thread',
        possible: false,
        reason: expect.stringContaining('no secure threads') as string,
      },
    ])
  })

  it('this guarantees that it says before what an offer is answered', async () => {
    for (const wroteHoursAgo of [1, 100, 169]) {
      const to = await createCommenter(api, { wroteHoursAgo })
      const [same] = await targetsOf(to)
      expect((await postOffer(api, to)).status === 201).toBe(same?.possible)
    }
  })

  it('a handoff under way: this guarantees that it is named', async () => {
    const to = await createCommenter(api)
    const { id } = (await postOffer(api, to)).body
    for (const { possible, reason } of await targetsOf(to)) {
      expect([possible, reason]).toEqual([false, expect.stringContaining(id)])
    }
  })
})
