import type { Figures } from '../domain/figures.ts'
import type { OutboundReport } from './deliver-batch.ts'
import type { DeliveryOutcome } from './deliver-conversation.ts'

/** What a batch is for the figures: what each attempt to send a message came to. */
export function toDeliveryFigures(reports: readonly OutboundReport[]): Figures {
  const outcomes = reports.flatMap((report) =>
    report.kind === 'done' || report.kind === 'waits' ? report.report.outcomes : [],
  )
  const count = (counted: DeliveryOutcome['kind']): number =>
    outcomes.filter(({ kind }) => kind === counted).length
  return {
    repliesSent: count('sent'),
    repliesFailed: count('failed'),
    repliesUnknown: count('unknown'),
    repliesRetried: count('retry'),
  }
}
