import { synthesize } from '../infra/synthesize.ts'
import { isStreamFiltered, toIdleCost } from './idle-cost.ts'
import { PRICES_CHECKED_ON } from './list-prices.ts'
import type { Measurements } from './measurements.ts'
import { type CostLine, toMessageCost } from './message-cost.ts'
import type { Figure, Section } from './report.ts'
import { sum } from './statistics.ts'

const MESSAGES_DOLLARS_MAX = 18
const IDLE_DOLLARS_MAX = 5
/** What AWS takes for a request, three queue requests, an event and three invocations that do nothing. */
const MESSAGES_DOLLARS_FLOOR = 1 + 1.5 + 1 + 0.6

/** Design section 11: the bill by line, from what was measured in this run and the template. */
export async function benchCost(measurements: Measurements): Promise<Section> {
  const { template } = synthesize({}, { checks: false })
  const filtered = isStreamFiltered(template)
  const functions = await measurements.functionCosts()
  const units = (await measurements.messageUnits()).find(
    ({ name, logLength }) => name === 'whatsapp' && logLength === 1,
  )
  if (units === undefined) throw new Error('the units of a WhatsApp message were not measured')
  const messages = toMessageCost(units, functions, filtered)
  const idle = toIdleCost(template)
  return {
    title: `AWS list price, US East (N. Virginia), dollars, prices of ${PRICES_CHECKED_ON}, no free tier`,
    figures: [
      toTotal(
        'a million inbound messages',
        messages,
        MESSAGES_DOLLARS_MAX,
        MESSAGES_DOLLARS_FLOOR.toFixed(2),
      ),
      ...messages.map(toFigure),
      toTotal('a month in which nothing happens', idle.lines, IDLE_DOLLARS_MAX, ''),
      ...idle.lines.map(toFigure),
      {
        what: 'resource types without a known price',
        value: idle.unknown.length === 0 ? 'none' : idle.unknown.join(' '),
        budget: 'none',
        isMissed: idle.unknown.length > 0,
      },
    ],
    notes: [
      'messages come one at a time, each with an invocation of its own everywhere: batches only make it cheaper.',
      'Lambda time is an estimate: CPU measured here, stretched by the part of a vCPU that the memory brings, and assumed waits for AWS (list-prices.ts).',
      ...(filtered
        ? []
        : [
            'the stream mapping has no filter: a message writes under 3 partition keys, so up to 2 more invocations see nothing to publish.',
          ]),
    ],
  }
}

function toTotal(what: string, lines: readonly CostLine[], max: number, floor: string): Figure {
  const dollars = sum(lines.map((line) => line.dollars))
  return { what, value: dollars.toFixed(2), budget: `≤ ${max}`, floor, isMissed: dollars > max }
}

function toFigure({ line, dollars, how }: CostLine): Figure {
  return { what: `    ${line}: ${how}`, value: dollars.toFixed(2) }
}
