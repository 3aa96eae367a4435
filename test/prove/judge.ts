import { countFiles, countToldFiles } from './file-fates.ts'
import type { Finding } from './finding.ts'
import { type ClocksVerdict, judgeClocksTold, type ReadClocks } from './judge-clocks-told.ts'
import { FEED_ORDER } from './judge-feed-order.ts'
import { judgeEvents, type ReadEvents } from './judge-events.ts'
import { type HandoffsVerdict, judgeHandoffs, type ReadHandoffs } from './judge-handoffs.ts'
import { judgeLog, type ReadLog } from './judge-log.ts'
import { judgeSidelines, type ReadSidelines } from './judge-sidelines.ts'
import { judgeReplies, type ReadReplies, type RepliesVerdict } from './judge-replies.ts'
import type { Plan } from './plan.ts'

export type ReadBack = {
  log: ReadLog
  events: ReadEvents
  sidelines: ReadSidelines
  replies: Pick<ReadReplies, 'accepted' | 'twins' | 'calls'>
  clocks: ReadClocks
  handoffs: ReadHandoffs
}

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
    files: { kept: number; failed: number }
  }
  replies: RepliesVerdict['figures']
  clocks: ClocksVerdict['figures']
  handoffs: HandoffsVerdict['figures']
  findings: readonly Finding[]
}

/** What was sent against what is there. Proven: nothing at all was found. */
export function judge(plan: Pick<Plan, 'lanes' | 'marks'>, read: ReadBack): Verdict {
  const ours = new Set(read.replies.accepted.map(({ entryId }) => entryId))
  const files = countToldFiles(read.events.feed)
  const log = judgeLog(plan.lanes, read.log, { replies: ours, files })
  const events = judgeEvents(plan.lanes, log.found, read.events, ours)
  const { conversations } = read.log
  const replies = judgeReplies({ ...read.replies, conversations, events: read.events })
  const sidelines = judgeSidelines(plan.marks, read.sidelines)
  const clocks = judgeClocksTold(read.clocks, joinEvents(read.events, read.handoffs.events))
  const handoffs = judgeHandoffs(read.handoffs)
  const findings = [log, events, sidelines, replies, clocks, handoffs].flatMap((verdict) => verdict.findings)
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
      files: countFiles(log.found),
    },
    replies: replies.figures,
    clocks: clocks.figures,
    handoffs: handoffs.figures,
    findings,
  }
}

/** Clocks run in every conversation. */
function joinEvents(left: ReadEvents, right: ReadEvents): ReadEvents {
  return {
    feed: [...left.feed, ...right.feed],
    live: [...left.live, ...right.live],
    bus: [...left.bus, ...right.bus],
  }
}
