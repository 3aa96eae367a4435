import type { Finding } from './finding.ts'
import { FEED_ORDER } from './judge-feed-order.ts'
import { judgeEvents, type ReadEvents } from './judge-events.ts'
import { judgeLog, type ReadLog } from './judge-log.ts'
import { judgeSidelines, type ReadSidelines } from './judge-sidelines.ts'
import type { Plan } from './plan.ts'

export type ReadBack = { log: ReadLog; events: ReadEvents; sidelines: ReadSidelines }

export type Verdict = {
  isProven: boolean
  figures: {
    sent: number
    stored: number
    duplicates: number
    lost: number
    outOfOrder: number
    feedOutOfOrder: number
    expected: number
    seen: number
    missing: number
    repeats: number
    quarantined: number
  }
  findings: readonly Finding[]
}

/** What was sent against what is there. Proven: nothing at all was found. */
export function judge(plan: Pick<Plan, 'lanes' | 'marks'>, read: ReadBack): Verdict {
  const log = judgeLog(plan.lanes, read.log)
  const events = judgeEvents(plan.lanes, log.found, read.events)
  const sidelines = judgeSidelines(plan.marks, read.sidelines)
  const findings = [...log.findings, ...events.findings, ...sidelines.findings]
  const countOf = (name: string): number => findings.find((finding) => finding.name === name)?.count ?? 0
  return {
    isProven: findings.every(({ count }) => count === 0),
    figures: {
      sent: log.sent,
      stored: log.stored,
      duplicates: countOf('duplicates'),
      lost: countOf('lost'),
      outOfOrder: countOf('out of order'),
      feedOutOfOrder: countOf(FEED_ORDER),
      expected: events.expected,
      seen: events.seen,
      missing: events.missing,
      repeats: events.repeats,
      quarantined: sidelines.quarantined,
    },
    findings,
  }
}
