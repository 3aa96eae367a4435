import { toEntryId } from '../../shared/domain/ids.ts'
import type { PublishedEvent } from './event-readers.ts'
import type { Findings } from './finding.ts'
import type { FoundEntry, ReadLog } from './judge-log.ts'

const FATES: readonly string[] = ['message.attachment_stored', 'message.attachment_failed']

export const FILES = 'files told otherwise than they are'
export const LOST_FILES = 'files that are lost'

export function isOfFile({ type }: Pick<PublishedEvent, 'type'>): boolean {
  return FATES.includes(type)
}

/** How many files of a message were told to be stored or failed, by the message's id. */
export function countToldFiles(feed: readonly PublishedEvent[]): ReadonlyMap<string, number> {
  const ids = new Map<string, Set<string>>()
  for (const event of feed.filter(isOfFile)) {
    const entryId = toEntryId(event.conversationId ?? '', event.seq ?? 0)
    ids.set(entryId, (ids.get(entryId) ?? new Set()).add(event.id))
  }
  return new Map([...ids].map(([entryId, events]) => [entryId, events.size]))
}

/** Whether a file is still to be fetched. One whose fetch died with its function is asked for again after six minutes. */
export function hasWaitingFile({ conversations }: Pick<ReadLog, 'conversations'>): boolean {
  return conversations
    .flatMap(({ entries }) => entries)
    .some((entry) => entry.kind === 'message' && entry.attachments.some(({ status }) => status === 'pending'))
}

/** How many files were kept, and how many the platforms no longer had or had where nobody fetches. */
export function countFiles(found: readonly Pick<FoundEntry, 'read'>[]): { kept: number; failed: number } {
  const files = found.flatMap(({ read }) => read.attachments)
  const count = (wanted: string): number => files.filter(({ status }) => status === wanted).length
  return { kept: count('stored'), failed: count('failed') }
}

/** None waits in the end, each is told once, and what a platform has is kept. */
export function judgeFiles(
  found: readonly FoundEntry[],
  told: ReadonlyMap<string, number>,
  findings: Findings,
): void {
  for (const { read, expected } of found) {
    const waiting = read.attachments.filter(({ status }) => status === 'pending').length
    const settled = read.attachments.filter(({ status }) => status === 'stored' || status === 'failed').length
    const count = told.get(read.id) ?? 0
    // An edit brings files of its own, and what is taken back has none any more.
    const isChanged = expected.changes.some((type) => /edited|removed/.test(type)) || expected.isRemoved
    const isTold = isChanged ? count >= settled : count === settled
    if (waiting > 0 || !isTold) {
      findings.add(FILES, `${read.id}: ${waiting} wait, ${settled} are settled, ${count} were told`)
    }
    const { kept } = countFiles([{ read }])
    if (kept < expected.filesToKeep) {
      findings.add(
        LOST_FILES,
        `${read.id}: ${kept} of ${expected.filesToKeep}: ${JSON.stringify(read.attachments)}`,
      )
    }
  }
}
