import { marshall } from '@aws-sdk/util-dynamodb'
import { listConversations } from '../../shared/app/list-conversations.ts'
import { sweepDue } from '../../shared/app/sweep-due.ts'
import { createDueReader } from '../../shared/aws/due-reader.ts'
import { createInboxReader } from '../../shared/aws/inbox-reader.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { createSweepMarks } from '../../shared/aws/sweep-marks.ts'
import { createWalkMarks } from '../../shared/aws/walk-marks.ts'
import { toClockDueItem, toConversationItem } from '../../shared/aws/table-items.ts'
import { withDueAt } from '../../shared/domain/due.ts'
import { SWEEP_AHEAD_MS } from '../../shared/domain/timer-reach.ts'
import { conversationOf } from '../functions/api/api-data.ts'
import { clocksOf } from '../support/clocks-of.ts'
import { type CapacityMeter, meterTable } from './capacity-meter.ts'
import { startFilledTable } from './filled-table.ts'
import type { Item } from './item-size.ts'
import type { Figure, Section } from './report.ts'
import { sum } from './statistics.ts'

const SHARDS = 4
const SIZES = [1_000, 100_000]
/** One comes due so often, however many there are: a day's worth of the larger number. */
const EVERY_MS = 864
const MINUTE_MS = 60_000
const START = Date.parse('2026-03-01T12:00:00.000Z')
/** Nothing is overdue while these sweeps run. */
const FIRST_DUE = START + 2 * MINUTE_MS
const LIMIT = 25
const PAGES = 3

/** What is read of the table while so many conversations have a clock that runs. */
type Reading = { sweeps: Sweep[]; pages: Page[] }
type Sweep = { armed: number; expected: number; units: number }
type Page = { queries: number; units: number }

/** Design section 7: a sweep reads what comes due and nothing else, and the list by due time one range of each shard. */
export async function benchRunningClocks(): Promise<Section> {
  const readings: [number, Reading][] = []
  for (const count of SIZES) readings.push([count, await readTable(count)])
  const [, fewest = null] = readings[0] ?? []
  return {
    title: `Running clocks, one due every ${EVERY_MS} ms, ${SHARDS} shards: a sweep, and the list by due time`,
    figures: readings.flatMap(([count, reading]) => toFigures(count, reading, fewest)),
    notes: [
      'rows: timer messages sent, held against how many instants lie in the range. Units by the documented rules; the index holds keys alone and is read eventually.',
      `floor: the same with ${SIZES[0]?.toLocaleString('en')} clocks. The first sweep reaches a quarter of an hour ahead, and walks every clock once because rules were saved; the next reaches a minute more.`,
      'a page of the list asks each shard for keys, then reads the conversations of the page consistently, a unit each.',
    ],
  }
}

async function readTable(count: number): Promise<Reading> {
  const filled = await startFilledTable(createClocks(count))
  try {
    const meter = meterTable(filled.table, filled.readItem)
    let now = START
    const clock = { now: () => new Date(now) }
    const due = createDueReader(filled.table, clock)
    const marks = createSweepMarks(filled.table, clock)
    const walks = createWalkMarks(filled.table, clock)
    const rules = createRulesStore(filled.table, clock)
    const timers = { arm: () => Promise.resolve() }
    const sweeps: Sweep[] = []
    for (const [fromMs, atMs] of [
      [0, START],
      [START + SWEEP_AHEAD_MS, START + MINUTE_MS],
    ] as const) {
      now = atMs
      meter.reset()
      const { armed } = await sweepDue({ due, marks, walks, rules, timers, clock, shards: SHARDS })
      const expected = countDue(count, fromMs, now + SWEEP_AHEAD_MS)
      sweeps.push({ armed, expected, units: toReadUnits(meter) })
    }
    const reader = createInboxReader(filled.table, clock)
    return { sweeps, pages: await listPages(reader, meter) }
  } finally {
    await filled.stop()
  }
}

async function listPages(
  reader: ReturnType<typeof createInboxReader>,
  meter: CapacityMeter,
): Promise<Page[]> {
  const pages: Page[] = []
  let positions: Record<string, string> = {}
  while (pages.length < PAGES) {
    meter.reset()
    const listed = await listConversations(
      { reader, now: new Date(START), queueShards: SHARDS, replyWindowOf: () => null },
      { filter: {}, sort: 'due', positions, limit: LIMIT },
    )
    if (listed.conversations.length !== LIMIT) throw new Error('a page is not full')
    const queries = meter.calls.filter(({ operation }) => operation === 'Query').length
    pages.push({ queries, units: toReadUnits(meter) })
    positions = listed.positions ?? {}
  }
  return pages
}

function toReadUnits({ calls }: CapacityMeter): number {
  const reads = calls.filter(({ kind }) => kind === 'read')
  return sum(reads.flatMap(({ lines }) => lines.map(({ units }) => units)))
}

function toFigures(count: number, { sweeps, pages }: Reading, fewest: Reading | null): Figure[] {
  const name = `${count.toLocaleString('en')} clocks`
  const unitsOf = (reading: Reading | null): number =>
    Math.max(...(reading?.pages ?? []).map(({ units }) => units))
  const queries = Math.max(...pages.map((page) => page.queries))
  return [
    ...sweeps.map(({ armed, expected, units }, index): Figure => {
      const few = fewest?.sweeps[index]
      return {
        what: `${name}, ${index === 0 ? 'the first sweep' : 'a minute later'}: rows; read units`,
        value: `${armed}; ${units.toFixed(1)}`,
        budget: `${expected} rows`,
        floor: few === undefined ? '' : `${few.armed}; ${few.units.toFixed(1)}`,
        isMissed: armed !== expected || (few !== undefined && units > few.units + 1),
      }
    }),
    {
      what: `${name}, the list by due time: queries a page`,
      value: String(queries),
      budget: `≤ ${SHARDS} (one a shard)`,
      floor: String(SHARDS),
      isMissed: queries > SHARDS,
    },
    {
      what: `${name}, the list by due time: read units of a page of ${LIMIT}`,
      value: unitsOf({ sweeps, pages }).toFixed(1),
      budget: 'flat',
      floor: unitsOf(fewest).toFixed(1),
      isMissed: unitsOf({ sweeps, pages }) > unitsOf(fewest) + 1,
    },
  ]
}

const toDueMs = (n: number): number => FIRST_DUE + n * EVERY_MS

function countDue(count: number, fromMs: number, toMs: number): number {
  return Array.from({ length: count }, (_, n) => toDueMs(n)).filter((due) => due >= fromMs && due < toMs)
    .length
}

function* createClocks(count: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const dueAt = new Date(toDueMs(n)).toISOString()
    const conversation = conversationOf(n, { sla: clocksOf({ dueAt }), queueShard: n % SHARDS })
    const items = [
      toConversationItem(withDueAt(null, conversation)),
      toClockDueItem(conversation.id, conversation.queueShard, dueAt),
    ]
    for (const item of items) yield marshall(item, { removeUndefinedValues: true })
  }
}
