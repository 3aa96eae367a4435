import type { Conversation } from '../conversation.ts'
import type { Attachment, MessageEntry } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { listPending } from './attachment.ts'
import { planFetch } from './fetching.ts'
import { MEDIA_FAILURES, type MediaFailureCode } from './media-failure.ts'

/** A message in its conversation, which now has its files on its list, and what is to be told where there is no room. */
export type AwaitedFiles = {
  fetching: Conversation['fetching']
  attachments: Attachment[]
  parts: EventPart[]
}

/** Puts a message with files that nobody has fetched yet on the list of its conversation. */
export function awaitFiles(
  conversation: Pick<Conversation, 'fetching'>,
  { seq, attachments }: Pick<MessageEntry, 'seq' | 'attachments'>,
  at: string,
): AwaitedFiles {
  const pending = new Set(listPending({ attachments }))
  if (pending.size === 0) return { fetching: conversation.fetching, attachments, parts: [] }
  const fetching = planFetch(conversation, seq, at)
  if (fetching !== null) return { fetching, attachments, parts: [] }
  return {
    fetching: conversation.fetching,
    attachments: attachments.map((each) => (pending.has(each) ? toFailed(each, 'media_backlog') : each)),
    parts: [...pending].map((each) => toFailedPart(each, 'media_backlog', at)),
  }
}

export function toFailed(attachment: Attachment, code: MediaFailureCode): Attachment {
  return { ...attachment, status: 'failed', failure: { code, title: MEDIA_FAILURES[code] } }
}

export function toFailedPart({ id, type }: Attachment, code: MediaFailureCode, at: string): EventPart {
  const data = { at, attachmentId: id, attachmentType: type, code, title: MEDIA_FAILURES[code] }
  return { type: 'message.attachment_failed', data }
}
