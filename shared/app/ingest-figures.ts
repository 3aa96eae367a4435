import type { Figures } from '../domain/figures.ts'
import type { IngestReport } from './ingest-batch.ts'
import type { IngestOutcome } from './ingest-context.ts'

type CountedFigure = 'stored' | 'duplicates' | 'ignored' | 'quarantined'

/** Where an outcome is counted. What is said of the account goes with the message that it came with. */
const COUNTED: Readonly<Record<IngestOutcome['kind'], CountedFigure | null>> = {
  stored: 'stored',
  amended: 'stored',
  settled: 'stored',
  watermark_moved: 'stored',
  contact_changed: 'stored',
  parked: 'stored',
  duplicate: 'duplicates',
  unchanged: 'ignored',
  ignored: 'ignored',
  account_recorded: null,
  account_not_recorded: null,
  quarantined: 'quarantined',
}

/** What a batch is for the figures. What goes back to the queue is not processed yet, and counted when it is. */
export function toIngestFigures(reports: readonly IngestReport[]): Figures {
  const outcomes = reports.flatMap((report) => (report.kind === 'done' ? report.outcomes : []))
  const count = (figure: CountedFigure): number =>
    outcomes.filter(({ kind }) => COUNTED[kind] === figure).length
  return {
    processed: reports.filter(({ kind }) => kind === 'done' || kind === 'gave_up').length,
    stored: count('stored'),
    duplicates: count('duplicates'),
    ignored: count('ignored'),
    quarantined: count('quarantined'),
  }
}
