import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { at, listAt, resourcesOf, type Template, type TemplateResource } from '../../infra/checks/template.ts'
import { synthesize, TOPICS, WITH_TOPICS } from './synthesize.ts'

/** A metric's datapoints, oldest first; of an expression those of each metric in it. */
type Datapoints = readonly number[] | Readonly<Record<string, readonly number[]>>
type Story = { symptom: Datapoints; health: Datapoints }

const aged: Story = { symptom: [301], health: [299] }
const lying: Story = { symptom: [1], health: [0] }

/** What each alarm would see in trouble, and what just before it or without it. */
const STORIES: Readonly<Record<string, Story>> = {
  InboundAge: aged,
  Unprocessed: {
    symptom: { accepted: [100, 100, 100], processed: [97, 97, 97] },
    // A burst at the end of a period, repeated deliveries that the queue swallows, and nothing at all.
    health: { accepted: [900, 100, 100, 0], processed: [500, 500, 98, 0] },
  },
  DeadLetters: lying,
  Quarantined: lying,
  OutboundAge: aged,
  AccountDegraded: lying,
  BreachLag: { symptom: [70_000, 80_000, 90_000], health: [70_000, 80_000, 65_000, 90_000] },
  TimersAge: { symptom: [1_201], health: [1_200] },
  Undelivered: lying,
  HttpErrors: { symptom: [1, 1, 1], health: [9, 9, 0, 9] },
  OutboxAge: { symptom: [60_001], health: [60_000] },
  FailedBatches: lying,
  TopicAge: aged,
  TopicDeadLetters: lying,
}

const runbook = readFileSync(new URL('../../docs/operate.md', import.meta.url), 'utf8')
const SECTIONS = new Set([...runbook.matchAll(/^## (\S+)$/gm)].map(([, title]) => title ?? ''))
let template: Template
let alarms: TemplateResource[]

beforeAll(() => {
  template = synthesize(WITH_TOPICS, { checks: false }).template
  alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm')
})

/** Name of an alarm as its section is called: its place in the template without the construct and the hash. */
function nameOf({ id }: TemplateResource): string {
  const name = id.replace(/^Watch/, '').replace(/[0-9A-F]{8}$/, '')
  const channel = TOPICS.map(capitalize).find((each) => name.startsWith(`${each}Topic`))
  return channel === undefined ? name : name.slice(channel.length)
}

/** What CloudWatch does: breached for so many periods in a row, the newest last. */
function fires({ properties }: TemplateResource, datapoints: Datapoints): boolean {
  const values = Array.isArray(datapoints)
    ? (datapoints as readonly number[])
    : evaluate(properties, datapoints as Readonly<Record<string, readonly number[]>>)
  const periods = Number(at(properties, 'EvaluationPeriods'))
  expect(at(properties, 'ComparisonOperator')).toBe('GreaterThanThreshold')
  const breached = values.map((value) => value > Number(at(properties, 'Threshold')))
  return breached.some(
    (_, end) => end >= periods - 1 && breached.slice(end - periods + 1, end + 1).every(Boolean),
  )
}

/** Of an expression of sums: `0.98 * FILL(accepted, 0) - FILL(processed, 0)`. */
function evaluate(properties: unknown, metrics: Readonly<Record<string, readonly number[]>>): number[] {
  const query = listAt(properties, 'Metrics').find((each) => at(each, 'Expression') !== undefined)
  const terms = String(at(query, 'Expression')).matchAll(/(-?)\s*(?:([\d.]+) \* )?FILL\((\w+), 0\)/g)
  const parts = [...terms].map(([, sign, factor = '1', name = '']) => ({
    factor: Number(factor) * (sign === '-' ? -1 : 1),
    values: metrics[name] ?? [],
  }))
  expect(parts).toHaveLength(Object.keys(metrics).length)
  const length = Math.max(...parts.map(({ values }) => values.length))
  return Array.from({ length }, (_, index) =>
    parts.reduce((sum, { factor, values }) => sum + factor * (values[index] ?? 0), 0),
  )
}

describe('alarms', () => {
  it('each have a story here and a section in the runbook: this guarantees that nobody is woken without knowing what to do', () => {
    const names = new Set(alarms.map(nameOf))
    expect([...names].sort()).toEqual(Object.keys(STORIES).sort())
    expect([...names].filter((name) => !SECTIONS.has(name))).toEqual([])
  })

  it('name their section: this guarantees that a mail at night leads to the page', () => {
    for (const alarm of alarms) {
      const link = `docs/operate.md#${nameOf(alarm).toLowerCase()}`
      expect(String(at(alarm.properties, 'AlarmDescription'))).toMatch(new RegExp(`Runbook: ${link}$`))
    }
  })

  it('have no section too many: this guarantees that the runbook tells of no alarm that is gone', () => {
    const sections = [...runbook.matchAll(/^## (\S+)\n\n\*\*Means\*\*/gm)].map(([, title]) => title ?? '')
    expect(sections.sort()).toEqual([...new Set(alarms.map(nameOf))].sort())
  })

  it.each(Object.entries(STORIES))(
    '%s fires at its symptom and not without: this guarantees that it wakes somebody, and not for nothing',
    (name, { symptom, health }) => {
      const own = alarms.filter((alarm) => nameOf(alarm) === name)
      expect(own.length).toBeGreaterThan(0)
      for (const alarm of own) {
        expect(fires(alarm, symptom)).toBe(true)
        expect(fires(alarm, health)).toBe(false)
        expect(at(alarm.properties, 'TreatMissingData')).toBe('notBreaching')
      }
    },
  )
})

describe('the dashboard', () => {
  it('is one, of at most 50 metrics: this guarantees that it is free', () => {
    const [dashboard, ...others] = resourcesOf(template, 'AWS::CloudWatch::Dashboard')
    expect(others).toEqual([])
    const body = JSON.stringify(at(dashboard?.properties, 'DashboardBody'))
    expect(body.split('AWS/').length + body.split('Inlet').length).toBeLessThan(50)
  })
})

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
