import { findVisitor, type Visitor } from './find-visitor.ts'
import { openEntry } from './open-entry.ts'
import { isSecure } from './put-thread-message.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'
import { openFile, type OpenFile } from './thread-files.ts'
import { toThreadReads } from './thread-reads.ts'

export type OwnFile =
  | { kind: 'file'; file: OpenFile }
  /** There is none in this line. */
  | { kind: 'none' }
  | { kind: 'elsewhere'; visitor: Exclude<Visitor, { kind: 'inside' }> }

/** The file of a line, for whoever is inside. */
export async function readOwnFile(
  deps: ThreadDeps,
  handoffId: string,
  seq: number,
  visit: Visit,
): Promise<OwnFile> {
  const visitor = await findVisitor(toThreadReads(deps), handoffId, visit.cookie, deps)
  if (visitor.kind !== 'inside') return { kind: 'elsewhere', visitor }
  const { conversation } = visitor
  if (conversation === null || !isSecure(conversation)) return { kind: 'none' }
  const entry = await deps.store.entry(conversation.id, seq, 'consistent')
  if (entry?.kind !== 'message') return { kind: 'none' }
  const { attachments } = await openEntry(deps.seals, conversation.secure, entry)
  const [attachment] = attachments
  const place = { conversationId: conversation.id, secure: conversation.secure }
  const file = attachment === undefined ? null : await openFile(deps, place, attachment)
  return file === null ? { kind: 'none' } : { kind: 'file', file }
}
