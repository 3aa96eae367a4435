import { describe, expect, it } from 'vitest'
import type { ClockRecord } from '../../../../shared/domain/sla/clock-record.ts'
import { toReport } from '../../../../shared/domain/sla/report.ts'
import { clockRecordOf } from '../../../support/clock-record-of.ts'

const LATE = '2026-03-02T10:05:00.000Z'

const report = (...changes: Partial<ClockRecord>[]) => toReport(changes.map(clockRecordOf), 'channel')

describe('the report', () => {
  it('this guarantees that each clock is counted as what became of it, and a breach without an answer stays one', () => {
    const unanswered = { stoppedAt: null, elapsedOpenMs: null, elapsedSinceSentMs: null }
    expect(
      report(
        {},
        {},
        {},
        { state: 'breached', breachedAt: LATE },
        { ...unanswered, state: 'open', breachedAt: LATE },
        { ...unanswered, state: 'open' },
        { ...unanswered, state: 'cancelled' },
        { ...unanswered, state: 'cancelled', breachedAt: LATE },
      ),
    ).toMatchObject([{ met: 3, breached: 3, cancelled: 1, open: 2, withinTargetPercent: 50 }])
  })

  it('this guarantees that an answer given in time counts as met, however late that was learned', () => {
    expect(report({ breachedAt: LATE })).toMatchObject([{ met: 1, breached: 0, withinTargetPercent: 100 }])
  })

  it('this guarantees that percentiles are times that were really waited', () => {
    const values = Array.from({ length: 20 }, (_, n) => ({
      elapsedOpenMs: (n + 1) * 1000,
      elapsedSinceSentMs: n,
    }))
    const [row] = report(...values.toReversed())
    expect(row?.elapsedOpenMs).toEqual({ p50: 10_000, p90: 18_000, p95: 19_000, max: 20_000 })
    expect(row?.elapsedSinceSentMs).toEqual({ p50: 9, p90: 17, p95: 18, max: 19 })
    const only = report({ elapsedOpenMs: 7, elapsedSinceSentMs: null })
    expect(only[0]).toMatchObject({
      elapsedOpenMs: { p50: 7, p90: 7, p95: 7, max: 7 },
      elapsedSinceSentMs: null,
    })
  })

  it('this guarantees that without one that met or breached there is no percentage', () => {
    expect(report({ state: 'cancelled' })).toMatchObject([{ withinTargetPercent: null, elapsedOpenMs: null }])
    expect(toReport([], 'team')).toEqual([])
  })

  it.each([
    ['channel', ['sms next_response', 'whatsapp first_response', 'whatsapp resolution']],
    ['team', ['billing next_response', 'null first_response', 'null resolution']],
    ['assignee', ['ada first_response', 'null next_response', 'null resolution']],
    ['policy', ['a first_response', 'b resolution', 'null next_response']],
  ] as const)('%s: this guarantees a row a group and metric, those of nobody last', (groupBy, expected) => {
    const records = [
      { metric: 'resolution', policyId: 'b' },
      { metric: 'first_response', assignee: 'ada', policyId: 'a' },
      { metric: 'next_response', channel: 'sms', team: 'billing', policyId: null },
    ] as const
    const rows = toReport(records.map(clockRecordOf), groupBy)
    expect(rows.map(({ key, metric }) => `${key} ${metric}`)).toEqual(expected)
  })
})
