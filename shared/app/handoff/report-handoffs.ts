import type { Handoff } from '../../domain/handoff/handoff.ts'
import { type HandoffGrouping, type HandoffReportRow, toHandoffReport } from '../../domain/handoff/report.ts'
import type { HandoffReader } from '../ports.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** What one request reads, counts and answers within the time that a caller waits. */
const HANDOFFS_MAX = 20_000
const ROWS_AT_ONCE = 500

export type HandoffReportQuery = { from: string; to: string; groupBy: HandoffGrouping }

/** What became of the handoffs that were offered in a period, as they stand now. */
export async function reportHandoffs(
  { handoffReader, queueShards }: { handoffReader: HandoffReader; queueShards: number },
  { from, to, groupBy }: HandoffReportQuery,
): Promise<{ kind: 'reported'; rows: HandoffReportRow[] } | Refusal> {
  const found: Handoff[] = []
  for (let shard = 0; shard < queueShards; shard++) {
    let after: string | null = null
    do {
      const page = await handoffReader.offered(shard, { from, to }, after, ROWS_AT_ONCE)
      found.push(...page.rows)
      if (found.length > HANDOFFS_MAX) {
        const detail = `The period has more than ${HANDOFFS_MAX} handoffs. Ask for a shorter one.`
        return refuse('report_too_large', detail)
      }
      after = page.next
    } while (after !== null)
  }
  return { kind: 'reported', rows: toHandoffReport(found, groupBy) }
}
