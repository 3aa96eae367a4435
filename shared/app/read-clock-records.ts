import type { ClockRecord } from '../domain/sla/clock-record.ts'
import type { ClockRecordReader } from './ports.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Queries that are under way at once. */
const LANES = 16
const QUERY_RECORDS_MAX = 1_000

export type RecordsDeps = { records: ClockRecordReader; queueShards: number }

/** Half open: from the first instant to before the second. */
export type Period = { from: string; to: string }

/** Records of clocks that started in a period, by their start; null: there are more than `max`. */
export async function readClockRecords(
  { records, queueShards }: RecordsDeps,
  period: Period,
  max: number,
): Promise<ClockRecord[] | null> {
  const places = listDays(period).flatMap((day) =>
    Array.from({ length: queueShards }, (_, shard) => ({ day, shard })),
  )
  const found: ClockRecord[] = []
  const readNext = async (): Promise<void> => {
    for (let place = places.shift(); place !== undefined; place = places.shift()) {
      let after: string | null = null
      do {
        const page = await records.started(place, period, after, QUERY_RECORDS_MAX)
        found.push(...page.rows)
        after = page.next
        if (found.length > max) return
      } while (after !== null)
    }
  }
  await Promise.all(Array.from({ length: LANES }, readNext))
  if (found.length > max) return null
  return found.toSorted((left, right) => (toOrder(left) < toOrder(right) ? -1 : 1))
}

/** Days of UTC that a period touches. */
function listDays({ from, to }: Period): string[] {
  const days: string[] = []
  const lastMs = Date.parse(to) - 1
  for (let ms = Date.parse(from); ms <= lastMs; ms = (Math.floor(ms / DAY_MS) + 1) * DAY_MS) {
    days.push(new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length))
  }
  return days
}

function toOrder({ startedAt, conversationId, metric, instance }: ClockRecord): string {
  return [startedAt, conversationId, metric, instance].join('#')
}
