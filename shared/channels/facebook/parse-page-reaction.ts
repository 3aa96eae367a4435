import type { InboundEvent } from '../../domain/inbound.ts'
import { toEmoji } from './emoji.ts'
import { type PageReading, toParty, writtenAt } from './page-post.ts'

const SETTING_VERBS: ReadonlySet<string> = new Set(['add', 'edit', 'edited', 'update'])
const REMOVING_VERBS: ReadonlySet<string> = new Set(['remove', 'delete'])

/** A like or another reaction to a comment, a post or a review. null where the verb is not known. */
export function parsePageReaction(reading: PageReading): InboundEvent | null {
  const { value, author, isOwn } = reading
  const isSet = SETTING_VERBS.has(value.verb)
  if (!isSet && !REMOVING_VERBS.has(value.verb)) return null
  const message = value.comment_id ?? value.open_graph_story_id ?? null
  const target = message ?? value.post_id ?? null
  // "Likes this Page": about no message at all.
  if (target === null) return { kind: 'ignored', reason: `${value.item}_without_target` }
  if (author === null) return { kind: 'ignored', reason: `${value.item}_without_person` }
  const name = value.reaction_type || (value.item === 'like' ? 'like' : null)
  return {
    kind: 'reaction',
    target,
    by: isOwn ? 'external' : 'contact',
    party: toParty(reading, target),
    emoji: isSet ? toEmoji(null, name) : null,
    at: writtenAt(reading),
    ...(message === null ? { ifUnknown: 'ignore' as const } : {}),
  }
}
