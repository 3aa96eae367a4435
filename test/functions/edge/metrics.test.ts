import type { SQSEvent } from 'aws-lambda'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSweepEdge } from '../../../functions/edge/sweep-edge.ts'
import { createTimersEdge } from '../../../functions/edge/timers-edge.ts'
import { at, listAt, resourcesOf, type Template } from '../../../infra/checks/template.ts'
import type { TimerOutcome } from '../../../shared/app/fire-timer.ts'
import type { SweepReport } from '../../../shared/app/sweep-due.ts'
import { environmentOf } from '../../infra/environment-of.ts'
import { synthesize } from '../../infra/synthesize.ts'

const NOTHING: SweepReport = { armed: 0, repaired: 0, oldest: null, followed: 0 }
const written: string[] = []
let template: Template

beforeAll(() => {
  template = synthesize({ stage: 'test' }, { checks: false }).template
})
beforeEach(() => {
  written.length = 0
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function useEnvironmentOf(entry: string): void {
  vi.stubEnv('AWS_REGION', 'us-east-1')
  for (const [name, value] of Object.entries(environmentOf(template, entry))) vi.stubEnv(name, value)
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT')
}

/** The figures that CloudWatch would take from what was written. */
function figures(): Record<string, unknown>[] {
  return written
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** The alarm that looks at exactly this figure: under its namespace, name and dimensions. */
function alarmOn(figure: Record<string, unknown>, name: string) {
  const [directive] = listAt(figure, '_aws', 'CloudWatchMetrics')
  const dimensions = listAt(directive, 'Dimensions').flatMap((set) => listAt([set], '0'))
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').find(
    ({ properties }) =>
      at(properties, 'Namespace') === at(directive, 'Namespace') &&
      at(properties, 'MetricName') === name &&
      listAt(properties, 'Dimensions').length === dimensions.length &&
      listAt(properties, 'Dimensions').every(
        (dimension) => figure[String(at(dimension, 'Name'))] === at(dimension, 'Value'),
      ),
  )
}

function toBatch(count: number): SQSEvent {
  const body = JSON.stringify({ conversationId: 'cnv_1', at: '2026-01-01T10:00:00.000Z' })
  const Records = Array.from({ length: count }, (_, index) => ({ messageId: String(index), body }))
  return { Records } as unknown as SQSEvent
}

describe('how late timers are', () => {
  beforeEach(() => useEnvironmentOf('functions/timers/index.ts'))

  it('is a figure of each one that fired: this guarantees that the alarm sees the latest of them', async () => {
    const outcomes: TimerOutcome[] = [
      { kind: 'fired', outcomes: [], lateMs: 12 },
      { kind: 'nothing_due' },
      { kind: 'fired', outcomes: [], lateMs: 70_000 },
      { kind: 'early' },
    ]
    await createTimersEdge(() => Promise.resolve(outcomes.shift() ?? { kind: 'early' }))(toBatch(4))
    const [figure = {}, ...others] = figures()
    expect(others).toEqual([])
    expect(figure['timerLagMs']).toEqual([12, 70_000])
    expect(alarmOn(figure, 'timerLagMs')?.properties).toMatchObject({
      Statistic: 'Maximum',
      Threshold: 65_000,
    })
  })

  it('is nothing while nothing fires: this guarantees that what comes twice is not measured, nor paid for', async () => {
    await createTimersEdge(() => Promise.resolve({ kind: 'nothing_due' }))(toBatch(2))
    expect(figures()).toEqual([])
  })
})

describe('how long the sweep finds things overdue', () => {
  beforeEach(() => useEnvironmentOf('functions/timers/sweep.ts'))

  it.each([
    ['nothing is overdue', { ...NOTHING, armed: 3 }, 0],
    ['something is', { ...NOTHING, repaired: 1, oldest: '2026-01-01T10:00:00.000Z' }, 1_000_000],
  ])(
    'is its age when %s: this guarantees that the alarm ends when the trouble does',
    async (_, report, atLeast) => {
      await createSweepEdge(() => Promise.resolve(report))()
      const [figure = {}] = figures()
      expect(figure['sweepOverdueMs']).toBeGreaterThanOrEqual(atLeast)
      if (atLeast === 0) expect(figure['sweepOverdueMs']).toBe(0)
      expect(alarmOn(figure, 'sweepOverdueMs')).toBeDefined()
    },
  )

  it('is nothing in a minute in which nothing comes due: this guarantees that an idle month pays for no figure', async () => {
    await createSweepEdge(() => Promise.resolve(NOTHING))()
    expect(figures()).toEqual([])
  })
})
