import type { SQSEvent } from 'aws-lambda'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSweepEdge } from '../../../functions/edge/sweep-edge.ts'
import { createTimersEdge } from '../../../functions/edge/timers-edge.ts'
import type { Template } from '../../../infra/checks/template.ts'
import type { TimerOutcome } from '../../../shared/app/fire-timer.ts'
import type { SweepReport } from '../../../shared/app/sweep-due.ts'
import { synthesize } from '../../infra/synthesize.ts'
import { alarmOn, collectFigures, useEnvironmentOf } from '../../support/written-figures.ts'

const NOTHING: SweepReport = { armed: 0, repaired: 0, oldest: null, followed: 0 }
let figures: ReturnType<typeof collectFigures>
let template: Template

beforeAll(() => {
  template = synthesize({ stage: 'test' }, { checks: false }).template
})
beforeEach(() => {
  figures = collectFigures()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function toBatch(count: number): SQSEvent {
  const body = JSON.stringify({ conversationId: 'cnv_1', at: '2026-01-01T10:00:00.000Z' })
  const Records = Array.from({ length: count }, (_, index) => ({ messageId: String(index), body }))
  return { Records } as SQSEvent
}

describe('how late timers are', () => {
  beforeEach(() => useEnvironmentOf(template, 'functions/timers/index.ts'))

  it('is a figure of each one that fired: this guarantees that the alarm sees the latest of them', async () => {
    const outcomes: TimerOutcome[] = [
      { kind: 'fired', outcomes: [], lateMs: 12 },
      { kind: 'nothing_due' },
      { kind: 'fired', outcomes: [], lateMs: 70_000 },
      { kind: 'early' },
    ]
    await createTimersEdge(() => Promise.resolve(outcomes.shift() ?? { kind: 'early' }))(toBatch(4))
    const [figure = {}, ...others] = figures.take()
    expect(others).toEqual([])
    expect(figure['breachLagMs']).toEqual([12, 70_000])
    expect(alarmOn(template, figure, 'breachLagMs')?.properties).toMatchObject({
      Statistic: 'Maximum',
      Threshold: 65_000,
    })
  })

  it('is nothing while nothing fires: this guarantees that what comes twice is not measured, nor paid for', async () => {
    await createTimersEdge(() => Promise.resolve({ kind: 'nothing_due' }))(toBatch(2))
    expect(figures.take()).toEqual([])
  })
})

describe('how long the sweep finds things overdue', () => {
  beforeEach(() => useEnvironmentOf(template, 'functions/timers/sweep.ts'))

  it('is the same figure: this guarantees that the alarm sees what no timer announces', async () => {
    const report = { ...NOTHING, repaired: 1, oldest: '2026-01-01T10:00:00.000Z' }
    await createSweepEdge(() => Promise.resolve(report))()
    const [figure = {}] = figures.take()
    expect(figure['breachLagMs']).toBeGreaterThanOrEqual(1_000_000)
    expect(alarmOn(template, figure, 'breachLagMs')).toBeDefined()
  })

  it('is nothing in a minute in which nothing is overdue: this guarantees that an idle month pays for no figure, and that the alarm ends with the trouble', async () => {
    await createSweepEdge(() => Promise.resolve({ ...NOTHING, armed: 3 }))()
    expect(figures.take()).toEqual([])
  })
})
