import type { Conversation } from '../conversation.ts'
import type { EventPart } from '../event-part.ts'
import { toEntryId } from '../ids.ts'
import type { Happening } from './clock-moves.ts'

/** A happening as its event says it. */
export function toClockPart(
  { type, clock, by, data }: Happening,
  { id, assignee, team }: Conversation,
): EventPart {
  const { bySeq, ...rest } = data
  return {
    type,
    data: {
      metric: clock.metric,
      instance: clock.instance,
      policyId: by.policy?.id ?? null,
      policyVersion: by.rules,
      calendarId: by.policy?.calendarId ?? null,
      startedAt: clock.startedAt,
      dueAt: clock.dueAt,
      assignee,
      team,
      entryId: toEntryId(id, clock.seq),
      ...rest,
      ...(typeof bySeq === 'number' ? { byEntryId: toEntryId(id, bySeq) } : {}),
    },
  }
}
