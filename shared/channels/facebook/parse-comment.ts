import type { InboundEvent } from '../../domain/inbound.ts'
import { toRootOfComment } from './cut-key.ts'
import { type PageReading, toBody, toParty, writtenAt } from './page-post.ts'
import { toAmendment } from './page-verbs.ts'

/** A comment under a post or a review, the Page's own included. null where it has no id or its verb is not known. */
export function parseComment(reading: PageReading): InboundEvent | null {
  const { value, isOwn } = reading
  const id = value.comment_id ?? null
  if (id === null) return null
  if (value.verb !== 'add') return toAmendment(reading, id)
  const review = value.open_graph_story_id ?? null
  const root = review ?? value.post_id ?? toRootOfComment(reading.page, id) ?? id
  const parent = toParent(reading, id, root)
  const comment = {
    providerId: id,
    sentAt: writtenAt(reading),
    ...toBody(reading),
    replyTo: parent,
    forwarded: false,
  }
  if (isOwn) {
    const thread = { visibility: 'public' as const, party: null, root, parent, subject: null }
    return { kind: 'echo', ...comment, thread, correlation: null, raw: null }
  }
  const thread = {
    visibility: 'public' as const,
    party: toParty(reading, id),
    root,
    parent,
    subject: null,
  }
  return { kind: 'message', ...comment, thread, referral: null }
}

/** A top-level comment names its post as parent; under a review that post is the review. */
function toParent({ value }: PageReading, id: string, root: string): string {
  const parent = value.parent_id ?? null
  return parent === null || parent === id || parent === value.post_id ? root : parent
}
