import type { Conversation } from '../../domain/conversation.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { coverUpTo } from '../move-watermark.ts'
import { createUnitOfWork } from '../unit-of-work.ts'
import { findVisitor, type Visitor } from './find-visitor.ts'
import { openEntry } from './open-entry.ts'
import { isSecure, type SecureConversation } from './put-thread-message.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'
import { toThreadReads } from './thread-reads.ts'

/** Lines of the log that one answer looks at, newest first: older ones stay with the company. */
const LINES_MAX = 200

export type ThreadLine = {
  seq: number
  from: 'customer' | 'company'
  text: string
  /** null: it is words. */
  file: { name: string; sizeBytes: number } | null
  at: string
  /** Whether something of the text stands masked. */
  isMasked: boolean
}

export type ThreadPage = {
  kind: 'inside'
  /** As the customer knows the company. */
  company: string | null
  lines: ThreadLine[]
  /** The last line of the log: what comes after it is new. */
  seq: number
}

/** What was said in the thread after a line, oldest first. What the page shows of our side counts as read. */
export async function readThread(
  deps: ThreadDeps,
  handoffId: string,
  after: number,
  visit: Visit,
): Promise<ThreadPage | Exclude<Visitor, { kind: 'inside' }>> {
  const reads = toThreadReads(deps)
  const visitor = await findVisitor(reads, handoffId, visit.cookie, deps)
  if (visitor.kind !== 'inside') return visitor
  const { conversation } = visitor
  if (conversation === null || !isSecure(conversation)) {
    const handoff = await reads.handoff(handoffId)
    const origin = handoff && (await reads.conversation(handoff.publicConversationId, false))
    return { kind: 'inside', company: origin?.account.name ?? null, lines: [], seq: 0 }
  }
  const lines = await readLines(deps, conversation, after)
  const shown = lines.findLast(({ from }) => from === 'company')
  if (shown !== undefined) await tellRead(deps, conversation, shown.at, visit)
  return { kind: 'inside', company: conversation.account.name, lines, seq: conversation.seq }
}

async function readLines(
  { store, seals }: ThreadDeps,
  { id, seq, secure }: SecureConversation,
  after: number,
): Promise<ThreadLine[]> {
  if (after >= seq) return []
  const from = Math.max(after + 1, seq - LINES_MAX + 1)
  const entries = await store.entriesBack(id, { from, to: seq })
  const messages = entries.filter((entry): entry is MessageEntry => entry.kind === 'message').reverse()
  return Promise.all(messages.map(async (message) => toLine(await openEntry(seals, secure, message))))
}

function toLine({ seq, direction, text, attachments, sentAt, masked }: MessageEntry): ThreadLine {
  const [attachment] = attachments
  return {
    seq,
    from: direction === 'inbound' ? 'customer' : 'company',
    text: text ?? '',
    file: attachment?.file ? { name: attachment.name ?? '', sizeBytes: attachment.file.sizeBytes } : null,
    at: sentAt,
    isMasked: masked !== undefined,
  }
}

async function tellRead(
  deps: ThreadDeps,
  { id, readUpTo }: Conversation,
  upTo: string,
  { requestId }: Visit,
): Promise<void> {
  if (readUpTo !== null && upTo <= readUpTo) return
  await retryConflicts<null>(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(id, false)
    if (conversation === null) return { saved: 'saved', result: null }
    const causationId = `req_${requestId}`
    const receivedAt = deps.clock.now().toISOString()
    await coverUpTo(
      unit,
      conversation,
      { status: 'read', upTo },
      { key: causationId, receivedAt, causationId },
    )
    return { saved: await unit.commit(), result: null }
  })
}
