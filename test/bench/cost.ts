import { synthesize } from '../infra/synthesize.ts'
import { isStreamFiltered, toIdleCost, toMetricCost } from './idle-cost.ts'
import { PRICES_CHECKED_ON } from './list-prices.ts'
import type { Units } from './measure-units.ts'
import type { Measurements } from './measurements.ts'
import { type CostLine, mixCosts, toMessageCost } from './message-cost.ts'
import { toFirstName } from './message-units.ts'
import type { Figure, Section } from './report.ts'
import { sum } from './statistics.ts'

const MESSAGES_DOLLARS_MAX = 18
const IDLE_DOLLARS_MAX = 5
/** What AWS takes for a request, three queue requests, an event and three invocations that do nothing. */
const MESSAGES_DOLLARS_FLOOR = 1 + 1.5 + 1 + 0.6

/** Design section 11: the bill by line, from what was measured in this run and the template. */
export async function benchCost(measurements: Measurements): Promise<Section> {
  const { template } = synthesize({}, { checks: false })
  const functions = await measurements.functionCosts()
  const units = await measurements.messageUnits()
  const bills = functions.map((costs) => ({
    name: costs.way.name,
    lines: toMessageCost(findUnits(units.texts, costs.way.name), costs),
  }))
  const mix = mixCosts(bills.map(({ lines }) => lines))
  const firsts = functions.map((costs) =>
    toMessageCost(findUnits(units.kinds, toFirstName(costs.way.name)), costs),
  )
  const idle = toIdleCost(template)
  return {
    title: `AWS list price, US East (N. Virginia), dollars, prices of ${PRICES_CHECKED_ON}, no free tier`,
    figures: [
      ...bills.map(({ name, lines }) => ({
        ...toTotal(`a million inbound texts, ${name}`, lines, MESSAGES_DOLLARS_MAX),
        details: [
          lines.map(({ line, dollars }) => `${line} ${dollars.toFixed(2)}`).join(', '),
          toTimes(lines),
        ],
      })),
      toTotal('a million of all of these in equal parts', mix, MESSAGES_DOLLARS_MAX),
      ...mix.map(toFigure),
      {
        what: 'the same, each the first message of a person',
        value: sum(mixCosts(firsts).map(({ dollars }) => dollars)).toFixed(2),
      },
      { ...toTotal('a month in which nothing happens', idle.lines, IDLE_DOLLARS_MAX), floor: '' },
      ...idle.lines.map(toFigure),
      toFigure(toMetricCost()),
      {
        what: 'resource types without a known price',
        value: idle.unknown.length === 0 ? 'none' : idle.unknown.join(' '),
        budget: 'none',
        isMissed: idle.unknown.length > 0,
      },
    ],
    notes: [
      'texts in a known conversation, a public post in a new one of a known person; they come one at a time, each with an invocation of its own everywhere: batches only make it cheaper.',
      'Lambda time is an estimate: CPU measured here, stretched by the part of a vCPU that the memory brings, and assumed waits for AWS (list-prices.ts).',
      'what the platforms themselves take for a message (SMS, above all) is theirs and not in here.',
      ...(isStreamFiltered(template)
        ? []
        : ['the stream mapping has no filter: invocations that see nothing to publish are not counted.']),
    ],
  }
}

function findUnits(measured: readonly { units: Units }[], name: string): Units {
  const found = measured.find(({ units }) => units.name === name)
  if (found === undefined) throw new Error(`the units of ${name} were not measured`)
  return found.units
}

function toTotal(what: string, lines: readonly CostLine[], max: number): Figure {
  const dollars = sum(lines.map((line) => line.dollars))
  const floor = MESSAGES_DOLLARS_FLOOR.toFixed(2)
  return { what, value: dollars.toFixed(2), budget: `≤ ${max}`, floor, isMissed: dollars > max }
}

function toFigure({ line, dollars, how }: CostLine): Figure {
  return { what: `    ${line}${how === '' ? '' : `: ${how}`}`, value: dollars.toFixed(2) }
}

function toTimes(lines: readonly CostLine[]): string {
  const lambdas = lines.filter(({ line }) => line.startsWith('Lambda'))
  return lambdas.map(({ line, how }) => `${line}: ${how}`).join('; ')
}
