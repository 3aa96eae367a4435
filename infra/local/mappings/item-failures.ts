import * as z from 'zod'
import type { InvocationOutcome } from '../lambda/function-instance.ts'

const Report = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
})

export type BatchVerdict = { kind: 'all_failed'; reason: string } | { kind: 'some_failed'; ids: Set<string> }

/**
 * Which items of a batch failed, as Lambda reads the answer: nothing and an empty list mean none; an answer that is not
 * understood, or names an item that was not sent, means all.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function readItemFailures(
  outcome: InvocationOutcome,
  reports: boolean,
  sentIds: readonly string[],
): BatchVerdict {
  if (outcome.kind === 'failed') {
    return { kind: 'all_failed', reason: `${outcome.errorType}: ${outcome.errorMessage}` }
  }
  if (!reports) return { kind: 'some_failed', ids: new Set() }
  const answer: unknown = JSON.parse(outcome.payload)
  if (answer === null) return { kind: 'some_failed', ids: new Set() }
  const report = Report.safeParse(answer)
  if (!report.success) return { kind: 'all_failed', reason: 'The answer is no report of item failures.' }
  const ids = new Set((report.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier))
  const strangers = [...ids].filter((id) => !sentIds.includes(id))
  if (strangers.length > 0)
    return { kind: 'all_failed', reason: `It reports ${strangers[0]}, which was not sent.` }
  return { kind: 'some_failed', ids }
}
