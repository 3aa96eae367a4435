import { parseArgs } from 'node:util'
import { benchBreachLag } from './breach-lag.ts'
import { benchCost } from './cost.ts'
import { benchLocalLatency } from './local-latency.ts'
import { describeMachine } from './machine.ts'
import { createMeasurements, type Measurements } from './measurements.ts'
import { countMisses, formatMisses, formatSection, type Section } from './report.ts'
import { benchClockUnits, benchKindUnits, benchTextUnits } from './table-units.ts'
import { benchListFilters } from './list-filters.ts'
import { benchQueueListing } from './queue-listing.ts'
import { benchRunningClocks } from './running-clocks.ts'
import { benchTimeline } from './timeline.ts'
import { benchWheel } from './wheel.ts'
import { benchWebhookCold } from './webhook-cold.ts'
import { benchWebhookCpu } from './webhook-cpu.ts'

type Part = (measurements: Measurements) => Promise<Section>

/** Quick and quiet parts first: what starts a whole stack comes last. */
const PARTS: Readonly<Record<string, Part>> = {
  cpu: benchWebhookCpu,
  cold: benchWebhookCold,
  units: benchTextUnits,
  kinds: benchKindUnits,
  clocks: benchClockUnits,
  queue: benchQueueListing,
  list: benchListFilters,
  timeline: benchTimeline,
  wheel: benchWheel,
  running: benchRunningClocks,
  cost: benchCost,
  local: benchLocalLatency,
  lag: benchBreachLag,
}

const USAGE = `npm run bench -- [--only ${Object.keys(PARTS).join('|')}]… [--strict] [--million]

  --only     run this part; may be repeated
  --strict   exit with 1 when a budget is missed
  --million  list a queue of a million conversations too (some minutes)`

/** null: something is wrong, and has been said. */
function readArguments() {
  const options = {
    only: { type: 'string', multiple: true, default: Object.keys(PARTS) },
    strict: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const
  try {
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    return null
  }
}

async function main(): Promise<number> {
  const values = readArguments()
  if (values === null) return 1
  const unknown = values.only.filter((name) => !(name in PARTS))
  if (values.help || unknown.length > 0) {
    console.log(unknown.length > 0 ? `There is no part ${unknown.join(', ')}.\n\n${USAGE}` : USAGE)
    return unknown.length > 0 ? 1 : 0
  }
  const startedAt = performance.now()
  console.log(`${describeMachine()}\n`)
  const measurements = createMeasurements({ million: values.million })
  const sections: Section[] = []
  for (const [name, part] of Object.entries(PARTS)) {
    if (!values.only.includes(name)) continue
    const section = await part(measurements)
    sections.push(section)
    console.log(formatSection(section))
  }
  console.log(`Took ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`)
  console.log(formatMisses(sections))
  return values.strict && countMisses(sections) > 0 ? 1 : 0
}

process.exitCode = await main()
