import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handoff } from '../../../../shared/domain/handoff/handoff.ts'
import { HandoffReportRow, toHandoffReport } from '../../../../shared/domain/handoff/report.ts'
import { handoffOf, OFFERED_AT } from '../../../support/handoff-of.ts'

const after = (milliseconds: number): string => new Date(Date.parse(OFFERED_AT) + milliseconds).toISOString()
const completed = (milliseconds: number): Handoff =>
  handoffOf({ state: 'completed', reachedAt: { offered: OFFERED_AT, completed: after(milliseconds) } })
const declined = (kind: 'customer' | 'agent' | 'platform', isDelivered = false): Handoff =>
  handoffOf({
    state: 'declined',
    by: { kind, code: null },
    reachedAt: { offered: OFFERED_AT, ...(isDelivered ? { delivered: after(1) } : {}) },
  })
const expired = (isDelivered: boolean): Handoff =>
  handoffOf({
    state: 'expired',
    reachedAt: { offered: OFFERED_AT, ...(isDelivered ? { delivered: after(1) } : {}) },
  })
const [rowOfNone] = [toHandoffReport([], 'channel')]

describe('what became of handoffs', () => {
  it('this guarantees that each counts where it stands now', () => {
    const handoffs = [
      completed(10),
      completed(30),
      expired(true),
      expired(false),
      declined('agent', true),
      declined('platform'),
      declined('customer', true),
      handoffOf(),
      handoffOf({ state: 'opened' }),
    ]
    expect(rowOfNone).toEqual([])
    expect(toHandoffReport(handoffs, 'channel')).toEqual([
      {
        key: 'facebook',
        offered: 9,
        completed: 2,
        expired: 2,
        declined: { customer: 1, agent: 1, platform: 1 },
        open: 2,
        abandoned: 2,
        completedPercent: 28.6,
        completedAfterMs: { p50: 10, p90: 30, max: 30 },
      },
    ])
  })

  it('this guarantees that nothing is made up where none has ended', () => {
    const [row] = toHandoffReport([handoffOf()], 'channel')
    expect(row).toMatchObject({ completedPercent: null, completedAfterMs: null })
  })

  it('this guarantees percentiles by nearest rank, whatever the order', () => {
    const handoffs = Array.from({ length: 10 }, (_, index) => completed((10 - index) * 1000))
    expect(toHandoffReport(handoffs, 'target')[0]?.completedAfterMs).toEqual({
      p50: 5000,
      p90: 9000,
      max: 10000,
    })
  })

  it.each([
    ['channel', ['facebook', 'twitter']],
    ['target', ['same_platform', 'sms']],
    ['reason', ['account_data', 'payment']],
    ['verification', ['code', 'platform']],
  ] as const)('by %s: this guarantees one row a group, in the order of names', (groupBy, keys) => {
    const other = handoffOf({
      channel: 'twitter',
      target: { kind: 'sms' },
      reason: { code: 'payment' },
      verification: 'code',
    })
    expect(toHandoffReport([other, handoffOf(), other], groupBy).map(({ key }) => key)).toEqual(keys)
  })

  it('this guarantees that of any handoffs none is lost or counted twice', () => {
    const any = fc.oneof(
      fc.nat(1_000_000).map(completed),
      fc.boolean().map(expired),
      fc
        .tuple(fc.constantFrom('customer', 'agent', 'platform'), fc.boolean())
        .map(([kind, is]) => declined(kind, is)),
      fc.constantFrom('offered', 'delivered', 'opened', 'verified').map((state) => handoffOf({ state })),
    )
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 40 }), (handoffs) => {
        const [row] = toHandoffReport(handoffs, 'channel').map((each) => HandoffReportRow.parse(each))
        const { customer = 0, agent = 0, platform = 0 } = row?.declined ?? {}
        const ended = (row?.completed ?? 0) + (row?.expired ?? 0) + customer + agent + platform
        expect(ended + (row?.open ?? 0)).toBe(handoffs.length)
        expect(row?.offered).toBe(handoffs.length)
        expect(row?.abandoned).toBeLessThanOrEqual((row?.expired ?? 0) + customer)
      }),
    )
  })
})
