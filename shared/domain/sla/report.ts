import * as z from 'zod'
import { nearestRank } from '../nearest-rank.ts'
import type { ClockRecord } from './clock-record.ts'
import { Metric } from './metric.ts'

export const ReportGrouping = z.enum(['channel', 'team', 'assignee', 'policy'])
export type ReportGrouping = z.infer<typeof ReportGrouping>

const Count = z.int().nonnegative()
const Quantiles = z.strictObject({ p50: Count, p90: Count, p95: Count, max: Count }).nullable()
export type Quantiles = z.infer<typeof Quantiles>

/** How it went with the clocks of one metric in one group. */
export const ReportRow = z.strictObject({
  /** Of the group; null: of no team, assignee or policy. */
  key: z.string().nullable(),
  metric: Metric,
  /** Stopped in time. */
  met: Count,
  /** Missed their target, whether or not anybody answered since. */
  breached: Count,
  /** Ended without an answer being owed any more, before they were due. */
  cancelled: Count,
  /** Still run: late, or their answer failed after all. */
  open: Count,
  /** Of those that met or breached; null: there are none. */
  withinTargetPercent: z.number().min(0).max(100).nullable(),
  /** Of those that stopped; null: none did. */
  elapsedOpenMs: Quantiles,
  elapsedSinceSentMs: Quantiles,
})
export type ReportRow = z.infer<typeof ReportRow>

/** What reports read of a record. */
export type Reported = Pick<
  ClockRecord,
  | 'metric'
  | 'state'
  | 'breachedAt'
  | 'elapsedOpenMs'
  | 'elapsedSinceSentMs'
  | 'channel'
  | 'team'
  | 'assignee'
  | 'policyId'
>

/** One row a group and metric, in the order of groups (those without a name last) and metrics. */
export function toReport(records: readonly Reported[], groupBy: ReportGrouping): ReportRow[] {
  const groups = Map.groupBy(records, (record) => JSON.stringify([toKey(record, groupBy), record.metric]))
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      return first === undefined ? [] : [toRow(toKey(first, groupBy), first.metric, group)]
    })
    .toSorted(compareRows)
}

function toKey(record: Reported, groupBy: ReportGrouping): string | null {
  return groupBy === 'policy' ? record.policyId : record[groupBy]
}

function toRow(key: string | null, metric: Metric, records: readonly Reported[]): ReportRow {
  const count = (is: (record: Reported) => boolean): number => records.filter(is).length
  const met = count(({ state }) => state === 'met')
  const breached = count(isBreached)
  const stopped = records.filter(({ state }) => state === 'met' || state === 'breached')
  return {
    key,
    metric,
    met,
    breached,
    cancelled: count((record) => record.state === 'cancelled' && !isBreached(record)),
    open: count(({ state }) => state === 'open'),
    withinTargetPercent: met + breached === 0 ? null : Math.round((met / (met + breached)) * 1000) / 10,
    elapsedOpenMs: toQuantiles(stopped.map(({ elapsedOpenMs }) => elapsedOpenMs)),
    elapsedSinceSentMs: toQuantiles(stopped.map(({ elapsedSinceSentMs }) => elapsedSinceSentMs)),
  }
}

/** A breach that was dated stays one, even where the conversation was closed without an answer. */
function isBreached({ state, breachedAt }: Reported): boolean {
  return state === 'breached' || (state !== 'met' && breachedAt !== null)
}

/** By nearest rank: each is a time that somebody really waited. */
function toQuantiles(values: readonly (number | null)[]): Quantiles {
  const sorted = values.filter((value) => value !== null).toSorted((left, right) => left - right)
  const max = sorted.at(-1)
  if (max === undefined) return null
  const at = (percent: number): number => nearestRank(sorted, percent) ?? max
  return { p50: at(50), p90: at(90), p95: at(95), max }
}

function compareRows(left: ReportRow, right: ReportRow): number {
  if (left.key === right.key) {
    return Metric.options.indexOf(left.metric) - Metric.options.indexOf(right.metric)
  }
  if (left.key === null || right.key === null) return left.key === null ? 1 : -1
  return left.key < right.key ? -1 : 1
}
