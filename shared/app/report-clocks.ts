import { type ReportGrouping, type ReportRow, toReport } from '../domain/sla/report.ts'
import { type Period, readClockRecords, type RecordsDeps } from './read-clock-records.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What one request reads, counts and answers within the time that a caller waits. */
const RECORDS_MAX = 50_000

export type ReportQuery = Period & { groupBy: ReportGrouping }

/** How it went with the clocks that started in a period, from what was stored when they ended. */
export async function reportClocks(
  deps: RecordsDeps,
  { groupBy, ...period }: ReportQuery,
): Promise<{ kind: 'reported'; rows: ReportRow[] } | Refusal> {
  const records = await readClockRecords(deps, period, RECORDS_MAX)
  if (records === null) {
    const detail = `More than ${RECORDS_MAX} clocks breached or ended in this period. Ask for a shorter one.`
    return refuse('report_too_large', detail)
  }
  return { kind: 'reported', rows: toReport(records, groupBy) }
}
