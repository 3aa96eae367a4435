import type { PublishedEvent } from './event-readers.ts'
import type { Findings } from './finding.ts'

export const FEED_ORDER = 'feed out of order'

/** How far a consumer of the feed is with one conversation or contact. */
type Progress = { seq: number; revisions: Map<number, { revision: number; part: number }> }

/**
 * What a consumer of the feed relies on: the first time that it sees an event, it has seen everything before it. Entries come
 * by `seq`, an entry's revisions one after the other, a revision's parts too.
 */
export function judgeFeedOrder(firsts: readonly PublishedEvent[], findings: Findings): void {
  const subjects = new Map<string, Progress>()
  for (const event of firsts) {
    const subject = event.conversationId ?? event.contactId ?? ''
    const progress = subjects.get(subject) ?? { seq: 0, revisions: new Map() }
    subjects.set(subject, progress)
    const complaint = findComplaint(event, progress)
    if (complaint !== null) findings.add(FEED_ORDER, `${subject}: ${complaint}`)
    const { revision, part } = event
    const seq = event.seq ?? 0
    progress.seq = Math.max(progress.seq, seq)
    progress.revisions.set(seq, { revision, part })
  }
}

function findComplaint({ seq: number, revision, part }: PublishedEvent, progress: Progress): string | null {
  const seq = number ?? 0
  const before = progress.revisions.get(seq)
  const name = `seq ${seq} revision ${revision} part ${part}`
  if (part > 1) {
    const follows = before?.revision === revision && before.part === part - 1
    return follows ? null : `${name} without the part before it`
  }
  if (revision > 1) return before?.revision === revision - 1 ? null : `${name} without the revision before it`
  return seq === 0 || seq === progress.seq + 1 ? null : `${name} after seq ${progress.seq}`
}
