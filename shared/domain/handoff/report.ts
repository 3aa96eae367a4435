import * as z from 'zod'
import { type Handoff, isOpen } from './handoff.ts'

export const HandoffGrouping = z.enum(['channel', 'target', 'reason', 'verification'])
export type HandoffGrouping = z.infer<typeof HandoffGrouping>

const Count = z.number().int().nonnegative()

/** Handoffs of one group. Times are milliseconds from the offer to the customer's first message in private. */
export const HandoffReportRow = z.strictObject({
  key: z.string(),
  offered: Count,
  completed: Count,
  expired: Count,
  declined: z.strictObject({ customer: Count, agent: Count, platform: Count }),
  open: Count,
  /** The offer reached them, and they did not come: expired, or declined by themselves. */
  abandoned: Count,
  /** Of those that have ended; null where none has. */
  completedPercent: z.number().nullable(),
  completedAfterMs: z.strictObject({ p50: Count, p90: Count, max: Count }).nullable(),
})
export type HandoffReportRow = z.infer<typeof HandoffReportRow>

/** What became of handoffs, by what they have in common; the groups in the order of their names. */
export function toHandoffReport(handoffs: Iterable<Handoff>, groupBy: HandoffGrouping): HandoffReportRow[] {
  const groups = Map.groupBy(handoffs, (handoff) => toKey(handoff, groupBy))
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, members]) => toRow(key, members))
}

function toKey({ channel, target, reason, verification }: Handoff, groupBy: HandoffGrouping): string {
  return { channel, target: target.kind, reason: reason.code, verification }[groupBy]
}

function toRow(key: string, handoffs: readonly Handoff[]): HandoffReportRow {
  const count = (is: (handoff: Handoff) => boolean): number => handoffs.filter(is).length
  const open = count(isOpen)
  const completed = count(({ state }) => state === 'completed')
  const declinedBy = (kind: string): number => count(({ by }) => by?.kind === kind)
  const ended = handoffs.length - open
  const reached = ({ reachedAt }: Handoff): boolean => reachedAt.delivered !== undefined
  return {
    key,
    offered: handoffs.length,
    completed,
    expired: count(({ state }) => state === 'expired'),
    declined: {
      customer: declinedBy('customer'),
      agent: declinedBy('agent'),
      platform: declinedBy('platform'),
    },
    open,
    abandoned: count((each) => reached(each) && (each.state === 'expired' || each.by?.kind === 'customer')),
    completedPercent: ended === 0 ? null : Math.round((completed / ended) * 1000) / 10,
    completedAfterMs: toQuantiles(handoffs.flatMap(toDuration)),
  }
}

function toDuration({ offeredAt, reachedAt: { completed } }: Handoff): number[] {
  return completed === undefined ? [] : [Date.parse(completed) - Date.parse(offeredAt)]
}

/** By nearest rank. */
function toQuantiles(values: readonly number[]): HandoffReportRow['completedAfterMs'] {
  const sorted = values.toSorted((left, right) => left - right)
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return sorted.length === 0 ? null : { p50: at(0.5), p90: at(0.9), max: at(1) }
}
