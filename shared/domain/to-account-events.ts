import { type Account, toAccountSubject } from './account.ts'
import { EVENTS, type InletEvent } from './events.ts'
import { toEventId } from './ids.ts'

/** The events of one revision of an account. */
export function toAccountEvents(account: Account, revision: number): InletEvent[] {
  const change = account.changes.find((each) => each.revision === revision)
  if (change === undefined) return []
  const { type, data } = change.part
  const { channel, id } = account
  return [
    {
      type,
      detail: {
        id: toEventId({ subjectId: toAccountSubject(account), seq: null, revision, part: 1 }),
        version: EVENTS[type].version,
        seq: null,
        revision,
        part: 1,
        occurredAt: change.at,
        channel,
        visibility: null,
        account: { channel, id },
        conversationId: null,
        contactId: null,
        actor: { kind: 'system', id: null, name: null },
        correlationId: change.causationId,
        causationId: change.causationId,
        data,
      },
    },
  ]
}
