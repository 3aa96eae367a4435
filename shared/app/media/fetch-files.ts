import type { MessageEntry } from '../../domain/entry.ts'
import { toFetchId, toFilePrefix } from '../../domain/ids.ts'
import { listPending } from '../../domain/media/attachment.ts'
import {
  decideFetched,
  endFetch,
  type FetchDecision,
  type FetchOutcome,
} from '../../domain/media/decide-fetched.ts'
import { mayBeLate } from '../../domain/media/fetching.ts'
import type { Pacer } from '../ports.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { createUnitOfWork, type UnitDeps } from '../unit-of-work.ts'
import { fetchFile, type FetchFileDeps } from './fetch-file.ts'
import type { MessagePlace } from './media-ports.ts'

export type FetchFilesDeps = UnitDeps &
  FetchFileDeps & {
    pacer: Pacer
    /** Told apart from any other run's, so that two at once never write over each other. */
    nextRun: () => string
    /** Whether another file may be begun. */
    hasTime: () => boolean
  }

export type FileReport = { attachmentId: string; outcome: FetchDecision['outcome']; code: string | null }

export type FilesReport =
  | { kind: 'fetched'; files: FileReport[] }
  /** The message was taken back: what was kept of it is gone. */
  | { kind: 'removed' }
  /** Somebody else did it, or retention took the message. */
  | { kind: 'nothing_to_fetch' }

/** Fetches every file of a message that is still awaited. Called twice at once, one of both is late and cleans up. */
export async function fetchFiles(deps: FetchFilesDeps, place: MessagePlace): Promise<FilesReport> {
  const { conversationId, seq } = place
  const conversation = await deps.store.conversation(conversationId, 'consistent')
  const fetch = conversation?.fetching?.find((each) => each.seq === seq)
  if (conversation === null || fetch === undefined) return { kind: 'nothing_to_fetch' }
  const entry = await deps.store.entry(conversationId, seq, 'consistent')
  if (entry?.kind !== 'message' || entry.removedAt !== null) {
    await deps.shelf.removeBelow(toFilePrefix(conversationId, seq))
    await end(deps, place)
    return { kind: 'removed' }
  }
  const pending = listPending(entry)
  if (pending.length === 0) {
    await end(deps, place)
    return { kind: 'nothing_to_fetch' }
  }
  const files: FileReport[] = []
  const retried: { attachmentId: string; outcome: FetchOutcome }[] = []
  for (const attachment of pending) {
    if (!deps.hasTime()) break
    const key = `${toFilePrefix(conversationId, seq)}${attachment.id}-${deps.nextRun()}`
    const wanted = {
      conversation,
      entry,
      attachment,
      key,
      isRepeated: fetch.tries > 0,
      mayBeLate: mayBeLate(fetch, deps.clock.now().toISOString()),
    }
    const outcome = await fetchFile(deps, wanted)
    if (outcome.kind === 'retry') retried.push({ attachmentId: attachment.id, outcome })
    else files.push(await settle(deps, place, attachment.id, outcome))
  }
  // The files of a message wait together: the first that is postponed postpones all.
  for (const { attachmentId, outcome } of retried) {
    const report = await settle(deps, place, attachmentId, outcome)
    files.push(report)
    if (report.outcome === 'postponed') break
  }
  return { kind: 'fetched', files }
}

async function settle(
  deps: FetchFilesDeps,
  { conversationId, seq }: MessagePlace,
  attachmentId: string,
  outcome: FetchOutcome,
): Promise<FileReport> {
  const decided = await retryConflicts(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(conversationId, false)
    const entry = await unit.entry(conversationId, seq)
    if (conversation === null || entry?.kind !== 'message') return { saved: 'saved', result: 'late' as const }
    const origin = { at: deps.clock.now().toISOString(), causationId: toFetchId(conversationId, seq) }
    const decision = decideFetched({ conversation, entry }, attachmentId, outcome, origin)
    if (decision.outcome === 'late') return { saved: 'saved', result: decision.outcome }
    if (decision.entry !== entry) unit.putEntry(decision.entry satisfies MessageEntry)
    unit.putConversation(decision.conversation)
    return { saved: await unit.commit(), result: decision.outcome }
  })
  if (decided === 'late' && outcome.kind === 'stored') await deps.shelf.remove(outcome.file.key)
  return { attachmentId, outcome: decided, code: outcome.kind === 'stored' ? null : outcome.code }
}

async function end(deps: FetchFilesDeps, { conversationId, seq }: MessagePlace): Promise<void> {
  await retryConflicts(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(conversationId, false)
    if (conversation === null) return { saved: 'saved', result: null }
    unit.putConversation(endFetch(conversation, seq))
    return { saved: await unit.commit(), result: null }
  })
}
