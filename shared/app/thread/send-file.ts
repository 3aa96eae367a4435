import { createHash } from 'node:crypto'
import { toDigest } from '../../domain/digest.ts'
import { THREAD_FILES_PREFIX, toThreadFileId } from '../../domain/ids.ts'
import {
  createThreadAttachment,
  decideThreadFile,
  type FileRefusal,
  type GivenFile,
  type ThreadFile,
  THREAD_FILES_MAX,
} from '../../domain/thread/thread-file.ts'
import type { Attachment } from '../../domain/entry.ts'
import type { SecureConversation } from './put-thread-message.ts'
import { type SayOutcome, type Saying, sayInThread } from './say-in-thread.ts'
import { sealDetails } from './thread-files.ts'
import type { ThreadDeps, Visit } from './thread-deps.ts'

/**
 * A file that the customer sends on the page. `once` is of the form: the same file sent twice with it counts once, so that
 * somebody whose connection broke sends it again without a thought; another file is another line.
 */
export function sendFile(
  deps: ThreadDeps,
  handoffId: string,
  { file: given, once }: { file: GivenFile; once: string },
  visit: Visit,
): Promise<SayOutcome<FileRefusal>> {
  const decision = decideThreadFile(given)
  if (decision.kind === 'refused') return sayInThread(deps, handoffId, decision, visit)
  const { file } = decision
  const masked = new Set<string>()
  const name = deps.replies.redaction.mask(file.name, masked)
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  const saying: Saying<FileRefusal> = {
    once: toDigest(['thread file', once, sha256]),
    toLine: async (before) => {
      if ((before.secure.files ?? 0) >= THREAD_FILES_MAX) return { kind: 'refused', why: 'too_many_files' }
      const { attachment, key } = await keep(deps, before, { ...file, name, sha256 })
      const spoken = { text: null, file: attachment, masked: [...masked] }
      // Where that fails, it goes with whatever belongs to no line.
      return { kind: 'line', spoken, undo: () => deps.files.remove(key).catch(() => undefined) }
    },
  }
  return sayInThread(deps, handoffId, saying, visit)
}

/** The bucket first: a line without its file would be a promise that nobody keeps, a file without its line goes by itself. */
async function keep(
  { seals, files, nextSecret }: ThreadDeps,
  { id: conversationId, seq, secure: { key: dataKey } }: SecureConversation,
  { name, sha256, ...file }: ThreadFile & { sha256: string },
): Promise<{ attachment: Attachment; key: string }> {
  const attachmentId = toThreadFileId(conversationId, seq + 1)
  const place = { conversationId, attachmentId, key: dataKey }
  const bytes = await seals.sealBytes({ ...place, part: 'bytes' }, file.bytes)
  // Of this try alone, so that two at once never write over each other.
  const run = Buffer.from(nextSecret()).toString('hex').slice(0, 32)
  const key = `${THREAD_FILES_PREFIX}${conversationId}/${seq + 1}-${run}`
  const sealed = await sealDetails(seals, place, { name, sha256 })
  await files.keep(key, bytes)
  const kept = { key, sha256: createHash('sha256').update(bytes).digest('hex'), sealed }
  return { attachment: createThreadAttachment(attachmentId, file, kept), key }
}
