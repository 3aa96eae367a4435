import type { InboundEvent } from '../../domain/inbound.ts'
import { type PageReading, toBody, toParty, writtenAt } from './page-post.ts'
import { toAmendment } from './page-verbs.ts'

/** A post on the Page or one that mentions it. null where it has no id or its verb is not known. */
export function parsePost(reading: PageReading): InboundEvent | null {
  if (isOwnPost(reading)) return { kind: 'ignored', reason: 'own_post' }
  const { value } = reading
  const root = value.post_id ?? null
  if (root === null) return null
  if (value.verb !== 'add') return toPostAmendment(reading, root)
  const thread = {
    visibility: 'public' as const,
    party: toParty(reading, root),
    root,
    parent: null,
    subject: null,
  }
  return {
    kind: 'message',
    providerId: root,
    thread,
    sentAt: writtenAt(reading),
    ...toBody(reading),
    replyTo: null,
    referral: null,
    forwarded: false,
  }
}

/** Hidings and removals may name nobody. Then most are about posts of our own, which are not here, and none is kept for later. */
function toPostAmendment(reading: PageReading, root: string): InboundEvent | null {
  const amendment = toAmendment(reading, root)
  return amendment === null || reading.author !== null ? amendment : { ...amendment, ifUnknown: 'ignore' }
}

/**
 * A visitor writes a `post`; `status`, `photo`, `video`, `share`, `album` and `event` are what a Page publishes. So without
 * an author these are the Page's own, as captured events and albums show, unless the id says that somebody else posted.
 * A `post` or a mention without an author is a visitor's whose name the platform keeps back.
 */
function isOwnPost({ page, field, value, author, isOwn }: PageReading): boolean {
  if (author !== null) return isOwn
  if (value.verb !== 'add') return false
  if (field === 'mention' || value.item === 'post') return false
  return !value.post_id || value.post_id.startsWith(`${page}_`)
}
