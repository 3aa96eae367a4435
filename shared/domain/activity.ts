import type { ActivityEntry, Actor } from './entry.ts'
import type { EventPart } from './event-part.ts'

/** A line of the log for what happened by itself, or was done beside writing. */
export function createActivity(
  conversationId: string,
  seq: number,
  { type, data }: EventPart,
  origin: { at: string; actor: Actor; causationId: string },
): ActivityEntry {
  const { at, actor, causationId } = origin
  const written = { revision: 1, at, actor, causationId, caused: [], changes: [] }
  return { kind: 'activity', conversationId, seq, ...written, type, data }
}
