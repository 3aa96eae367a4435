import { QUERY_ROWS_MAX } from './page-limits.ts'
import type { RangePage } from './ports.ts'

/** One partition of an index while several are merged. Positions sort as the list does, over all partitions. */
export type Lane<Row extends LaneRow> = {
  key: string
  /** The last row that an earlier page looked at; null: none. */
  position: string | null
  /** One query: rows after a position, in the order of the list. */
  read: (after: string | null, limit: number) => Promise<RangePage<Row, string>>
}

export type LaneRow = { position: string }

export type Order = 'asc' | 'desc'

type Reading<Row extends LaneRow> = {
  lane: Lane<Row>
  /** Rows of the next query; doubles, so that a filter that lets little through does not take many queries. */
  rowsAtOnce: number
  rows: Row[]
  /** Where to read on; `ended` once the partition is at its end. */
  readFrom: { after: string | null } | 'ended'
}

/** The rows of all lanes in one order, each with the key of its lane. Reads only when a lane has no row at hand. */
export async function* mergeLanes<Row extends LaneRow>(
  lanes: readonly Lane<Row>[],
  { order, rowsAtOnce }: { order: Order; rowsAtOnce: number },
): AsyncGenerator<{ key: string; row: Row }, undefined> {
  const readings = lanes.map((lane): Reading<Row> => ({
    lane,
    rowsAtOnce,
    rows: [],
    readFrom: { after: lane.position },
  }))
  for (;;) {
    await Promise.all(readings.map(fill))
    const first = findFirst(readings, order)
    const row = first?.rows.shift()
    if (first === null || row === undefined) return
    yield { key: first.lane.key, row }
  }
}

function findFirst<Row extends LaneRow>(
  readings: readonly Reading<Row>[],
  order: Order,
): Reading<Row> | null {
  let first: { reading: Reading<Row>; position: string } | null = null
  for (const reading of readings) {
    const position = reading.rows[0]?.position
    if (position === undefined) continue
    const isFirst =
      first === null || (order === 'asc' ? position < first.position : position > first.position)
    if (isFirst) first = { reading, position }
  }
  return first?.reading ?? null
}

async function fill<Row extends LaneRow>(reading: Reading<Row>): Promise<void> {
  while (reading.rows.length === 0 && reading.readFrom !== 'ended') {
    const { rows, next } = await reading.lane.read(reading.readFrom.after, reading.rowsAtOnce)
    reading.rows = rows
    reading.rowsAtOnce = Math.max(reading.rowsAtOnce, Math.min(reading.rowsAtOnce * 2, QUERY_ROWS_MAX))
    reading.readFrom = next === null ? 'ended' : { after: next }
  }
}
