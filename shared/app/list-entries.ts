import type { Entry } from '../domain/entry.ts'
import { type EntryView, toEntryView } from './entry-view.ts'
import { PAGE_BYTES_MAX, QUERY_ROWS_MAX, ROWS_READ_MAX, toJsonBytes } from './page-limits.ts'
import type { InboxReader } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'

export type EntriesQuery = {
  conversationId: string
  order: 'asc' | 'desc'
  /** Only entries numbered above this. */
  afterSeq: number
  kind: Entry['kind'] | undefined
  /** The last entry that an earlier page looked at. */
  position: number | null
  limit: number
}

export type EntriesPage = { kind: 'page'; entries: EntryView[]; position: number | null }

/** The log of a conversation. `position` continues it, null: nothing follows. */
export async function listEntries(
  reader: Pick<InboxReader, 'conversation' | 'entries'>,
  query: EntriesQuery,
): Promise<EntriesPage | Refusal> {
  if ((await reader.conversation(query.conversationId)) === null) {
    return refuse('not_found', 'There is no conversation with this id.')
  }
  const page: EntriesPage = { kind: 'page', entries: [], position: null }
  let rowsRead = 0
  let bytes = 0
  for await (const entry of readLog(reader, query)) {
    if (page.entries.length === query.limit || rowsRead === ROWS_READ_MAX) return page
    if (query.kind === undefined || entry.kind === query.kind) {
      const view = toEntryView(entry)
      bytes += toJsonBytes(view)
      if (bytes > PAGE_BYTES_MAX && page.entries.length > 0) return page
      page.entries.push(view)
    }
    page.position = entry.seq
    rowsRead += 1
  }
  return { ...page, position: null }
}

/** Entries of the wanted range in order; the caller stops when it has enough. */
async function* readLog(reader: Pick<InboxReader, 'entries'>, query: EntriesQuery): AsyncGenerator<Entry> {
  const { order, afterSeq, conversationId } = query
  let limit = query.limit + 1
  let after = query.position ?? (order === 'asc' && afterSeq > 0 ? afterSeq : null)
  do {
    const { rows, next } = await reader.entries(conversationId, { order, after, limit })
    for (const entry of rows) {
      if (entry.seq <= afterSeq) return
      yield entry
    }
    after = next
    limit = Math.max(limit, Math.min(limit * 2, QUERY_ROWS_MAX))
  } while (after !== null)
}
