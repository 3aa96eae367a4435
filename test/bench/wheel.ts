import { marshall } from '@aws-sdk/util-dynamodb'
import { sweepDue, type SweepReport } from '../../shared/app/sweep-due.ts'
import type { Timer } from '../../shared/app/timer-ports.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { createSweepMarks } from '../../shared/aws/sweep-marks.ts'
import { createWalkMarks } from '../../shared/aws/walk-marks.ts'
import { toConversationItem } from '../../shared/aws/table-items.ts'
import { withDueAt } from '../../shared/domain/due.ts'
import { conversationOf } from '../functions/api/api-data.ts'
import { type CapacityMeter, meterTable } from './capacity-meter.ts'
import { startFilledTable } from './filled-table.ts'
import type { Item } from './item-size.ts'
import type { Figure, Section } from './report.ts'
import { sum } from './statistics.ts'

const SHARDS = 4
const ARMED = 10_000
/** One every twelve seconds: seventy within the reach of a sweep, five in a minute. */
const EVERY_MS = 12_000
const MINUTE_MS = 60_000
const START = Date.parse('2026-03-01T12:00:00.000Z')
/** Nothing is overdue while these sweeps run. */
const FIRST_DUE = START + 2 * MINUTE_MS
const READ_UNITS_FLOOR = SHARDS * 2 * 0.5 + 1

type Sweep = SweepReport & { reads: number; writes: number; reported: number }

/** Design section 7: what a sweep costs while many conversations wait for something. */
export async function benchWheel(): Promise<Section> {
  const filled = await startFilledTable(armConversations())
  try {
    const meter = meterTable(filled.table, filled.readItem)
    let now = START
    const clock = { now: () => new Date(now) }
    const sent: Timer[] = []
    const deps = {
      due: createDueReader(filled.table, clock),
      marks: createSweepMarks(filled.table, clock),
      rules: createRulesStore(filled.table, clock),
      walks: createWalkMarks(filled.table, clock),
      timers: { arm: (timers: readonly Timer[]) => Promise.resolve(void sent.push(...timers)) },
      clock,
      shards: SHARDS,
    }
    const sweep = async (atMs: number): Promise<Sweep> => {
      now = atMs
      meter.reset()
      return { ...(await sweepDue(deps)), ...toUnits(meter) }
    }
    const first = await sweep(START)
    const second = await sweep(START + MINUTE_MS)
    const quiet = await sweep(START + MINUTE_MS)
    return {
      title: `The wheel: a sweep over ${ARMED.toLocaleString('en')} armed conversations, ${SHARDS} shards`,
      figures: [
        ...toFigures('the first sweep', first, 9),
        ...toFigures('a minute later', second, READ_UNITS_FLOOR),
        ...toFigures('nothing new', quiet, READ_UNITS_FLOOR),
      ],
      notes: [
        'units by the documented rules. The index holds keys alone: some six rows a KB.',
        'floor: two queries a shard that find nothing, and where the last sweep ended. A month has 43,800 sweeps.',
      ],
    }
  } finally {
    await filled.stop()
  }
}

function toUnits({ calls }: CapacityMeter): Pick<Sweep, 'reads' | 'writes' | 'reported'> {
  const unitsOf = (kind: 'read' | 'write'): number =>
    sum(calls.filter((call) => call.kind === kind).flatMap(({ lines }) => lines.map(({ units }) => units)))
  return {
    reads: unitsOf('read'),
    writes: unitsOf('write'),
    reported: sum(calls.map(({ reportedUnits }) => reportedUnits)),
  }
}

function toFigures(name: string, { armed, reads, writes }: Sweep, budget: number): Figure[] {
  return [
    {
      what: `${name}: ${armed} armed; read units`,
      value: reads.toFixed(1),
      // As many more as the rows that were sent take.
      budget: `≤ ${budget}`,
      floor: String(READ_UNITS_FLOOR),
      isMissed: reads > budget,
    },
    { what: `${name}: write units`, value: writes.toFixed(1), floor: '1' },
  ]
}

function* armConversations(): Generator<Item> {
  for (let n = 0; n < ARMED; n++) {
    const snoozedUntil = new Date(FIRST_DUE + n * EVERY_MS).toISOString()
    const conversation = conversationOf(n, { status: 'snoozed', snoozedUntil, snoozedFor: 'agent' })
    yield marshall(toConversationItem(withDueAt(null, conversation)), { removeUndefinedValues: true })
  }
}
