import type { Conversation } from './conversation.ts'
import { ENTRY_CHANGES_MAX } from './decide-amendment.ts'
import type { Actor, EntryChange, MessageEntry, Reaction } from './entry.ts'

export type ReactionContext = { at: string; actor: Actor; causationId: string }

/** The reaction of our side: to the customer the company is one, so a new one takes the place of whoever's was there. */
export function decideOwnReaction(
  entry: MessageEntry,
  conversation: Conversation,
  emoji: string | null,
  { at, actor, causationId }: ReactionContext,
): { kind: 'changed'; entry: MessageEntry; conversation: Conversation } | { kind: 'unchanged' } {
  const current = findOwnReaction(entry)
  if ((current?.emoji ?? null) === emoji) return { kind: 'unchanged' }
  const revision = entry.revision + 1
  const part = { type: 'message.reaction_changed' as const, data: { at, emoji } }
  const change: EntryChange = { revision, at, actor, causationId, parts: [part] }
  const theirs = entry.reactions.filter(({ by }) => by.kind === 'contact')
  return {
    kind: 'changed',
    entry: {
      ...entry,
      revision,
      reactions: emoji === null ? theirs : [...theirs, { emoji, by: actor, at }],
      changes: [...entry.changes, change].slice(-ENTRY_CHANGES_MAX),
    },
    conversation: {
      ...conversation,
      touched: [...conversation.touched, { seq: entry.seq, revision }],
      updatedAt: at > conversation.updatedAt ? at : conversation.updatedAt,
    },
  }
}

export function findOwnReaction({ reactions }: MessageEntry): Reaction | undefined {
  return reactions.find(({ by }) => by.kind !== 'contact')
}
