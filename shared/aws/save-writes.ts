import type { Clock, Write } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { sendTransaction } from './send-transaction.ts'
import { toTransactItem, type WriteContext } from './transact-item.ts'

/** `threadDays`: of secure threads, by whoever may write them. */
export type WriteOptions = { clock: Clock; retentionDays: number | null; threadDays?: number }

/** Where a function was told nothing else. */
const THREAD_DAYS = 30

/** One transaction of conditional writes. `conflict`: nothing was saved. Throws `table_unavailable`, `item_too_large`. */
export async function saveWrites(
  table: Table,
  { clock, retentionDays, threadDays = THREAD_DAYS }: WriteOptions,
  writes: readonly Write[],
): Promise<'saved' | 'conflict'> {
  // Whatever is written of a conversation is written together with it.
  const threads = new Set(
    writes.flatMap((write) =>
      write.kind === 'conversation' && write.conversation.secure !== undefined ? [write.conversation.id] : [],
    ),
  )
  const nowSeconds = Math.floor(clock.now().getTime() / 1000)
  const writing: WriteContext = {
    tableName: table.name,
    nowSeconds,
    threadDays,
    retentionDays: (conversationId) => (threads.has(conversationId) ? threadDays : retentionDays),
  }
  return sendTransaction(
    table,
    writes.map((write) => toTransactItem(write, writing)),
  )
}
