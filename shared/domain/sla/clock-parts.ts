import type { Conversation } from '../conversation.ts'
import type { EventPart } from '../event-part.ts'
import { toEntryId } from '../ids.ts'
import type { Happening } from './clock-moves.ts'
import type { Clocks } from './clocks.ts'

/** A happening as its event says it. */
export function toClockPart(
  { type, clock, data }: Happening,
  clocks: Clocks,
  { id, assignee, team }: Conversation,
): EventPart {
  const { bySeq, ...rest } = data
  return {
    type,
    data: {
      metric: clock.metric,
      instance: clock.instance,
      policyId: clocks.policy?.id ?? null,
      policyVersion: clocks.rules,
      calendarId: clocks.policy?.calendarId ?? null,
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
