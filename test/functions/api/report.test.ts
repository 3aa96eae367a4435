import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readClockRecords } from '../../../shared/app/read-clock-records.ts'
import { createClockRecordReader } from '../../../shared/aws/clock-record-reader.ts'
import type { ClockRecord } from '../../../shared/domain/sla/clock-record.ts'
import { clockRecordOf } from '../../support/clock-record-of.ts'
import { QUEUE_SHARDS } from './api-data.ts'
import { type Api, startApi } from './api-harness.ts'

let api: Api

/** Every seven hours from the last day of February on, over all shards. */
const RECORDS: ClockRecord[] = Array.from({ length: 120 }, (_, n) =>
  clockRecordOf({
    conversationId: `cnv_${String.fromCharCode(97 + (n % 26)).repeat(26)}`,
    instance: n + 1,
    startedAt: new Date(Date.parse('2026-02-28T00:00:00.000Z') + n * 7 * 3_600_000).toISOString(),
    queueShard: n % QUEUE_SHARDS,
    team: n % 3 === 0 ? '=cmd' : null,
    ...(n % 4 === 0 ? { state: 'breached', breachedAt: '2026-03-02T10:00:30.000Z' } : {}),
  }),
)

beforeAll(async () => {
  api = await startApi()
  for (let first = 0; first < RECORDS.length; first += 50) {
    const writes = RECORDS.slice(first, first + 50).map((record) => ({
      kind: 'clock_record' as const,
      record,
    }))
    await api.store.save(writes)
  }
})
afterAll(() => api.stop())

const countIn = (from: string, to: string): number =>
  RECORDS.filter(({ startedAt }) => startedAt >= from && startedAt < to).length

describe('GET /v1/reports/sla', () => {
  it.each([
    ['2026-03-01', '2026-03-02', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    ['2026-02-28', '2026-04-30', '2026-02-28T00:00:00.000Z', '2026-04-30T00:00:00.000Z'],
    [
      '2026-03-03T09:00:00.000Z',
      '2026-03-05T02:00:00Z',
      '2026-03-03T09:00:00.000Z',
      '2026-03-05T02:00:00.000Z',
    ],
    ['2026-03-01T01:00:00%2B01:00', '2026-03-02', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
    // The start of a record, as the first instant and as the one that is not in it any more.
    [
      '2026-03-01T04:00:00.000Z',
      '2026-03-01T11:00:00.000Z',
      '2026-03-01T04:00:00.000Z',
      '2026-03-01T11:00:00.000Z',
    ],
    ['2025-01-01', '2025-01-02', '2025-01-01T00:00:00.000Z', '2025-01-02T00:00:00.000Z'],
  ])(
    '%s to %s: this guarantees that exactly the clocks that started in it are counted',
    async (from, to, first, end) => {
      const { status, body } = await api.get(`/v1/reports/sla?from=${from}&to=${to}`)
      expect(status).toBe(200)
      expect(body).toMatchObject({ from: first, to: end, groupBy: 'channel' })
      const rows = body['rows'] as { met: number; breached: number }[]
      expect(rows.reduce((sum, { met, breached }) => sum + met + breached, 0)).toBe(countIn(first, end))
    },
  )

  it('this guarantees that a caller who asks for CSV gets a table that no spreadsheet runs', async () => {
    const path = '/v1/reports/sla?from=2026-02-28&to=2026-04-30&groupBy=team'
    const { status, headers, text } = await api.get(path, { headers: { Accept: 'text/csv' } })
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
    const [head, ...lines] = text.split('\r\n')
    expect(head).toBe(
      'key,metric,met,breached,cancelled,open,withinTargetPercent,elapsedOpenMs.p50,elapsedOpenMs.p90,elapsedOpenMs.p95,elapsedOpenMs.max,elapsedSinceSentMs.p50,elapsedSinceSentMs.p90,elapsedSinceSentMs.p95,elapsedSinceSentMs.max',
    )
    expect(lines).toEqual([
      "'=cmd,first_response,30,10,0,0,75,60000,60000,60000,60000,61000,61000,61000,61000",
      ',first_response,60,20,0,0,75,60000,60000,60000,60000,61000,61000,61000,61000',
      '',
    ])
    expect((await api.get(path, { headers: { Accept: 'application/json' } })).body['rows']).toHaveLength(2)
  })

  it('this guarantees that a refusal is a problem whatever form was asked for', async () => {
    const { status, headers } = await api.get('/v1/reports/sla', { headers: { Accept: 'text/csv' } })
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json'])
  })

  it.each([
    ['', ['/query/from required', '/query/to required']],
    ['?from=2026-03-01&to=2026-03-01', ['/query/to not_allowed']],
    ['?from=2026-03-02&to=2026-03-01', ['/query/to not_allowed']],
    ['?from=2026-01-01&to=2026-04-04', ['/query/to not_allowed']],
    ['?from=yesterday&to=2026-04-04', ['/query/from invalid']],
    ['?from=2026-02-30&to=2026-04-04', ['/query/from invalid']],
    ['?from=2026-03-01&to=2026-03-02&groupBy=mood', ['/query/groupBy not_allowed']],
  ])('%s: this guarantees that a period that is none is refused', async (query, errors) => {
    const { status, body } = await api.get(`/v1/reports/sla${query}`)
    expect(status).toBe(400)
    expect(body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(errors)
  })

  it('this guarantees that 92 days are taken', async () => {
    expect((await api.get('/v1/reports/sla?from=2026-01-01&to=2026-04-03')).status).toBe(200)
  })

  it('this guarantees that records are read over pages, in the order of their start, and not beyond what is allowed', async () => {
    const reader = createClockRecordReader(api.table, { now: () => new Date() })
    const inSmallPages: typeof reader = {
      started: (place, period, after) => reader.started(place, period, after, 1),
    }
    const period = { from: '2026-02-28T00:00:00.000Z', to: '2026-04-30T00:00:00.000Z' }
    const deps = { records: inSmallPages, queueShards: QUEUE_SHARDS }
    expect(await readClockRecords(deps, period, RECORDS.length)).toEqual(RECORDS)
    expect(await readClockRecords(deps, period, RECORDS.length - 1)).toBeNull()
  })
})
