import type { Entry } from '../entry.ts'
import { reopenSession } from '../session.ts'
import type { ClockRecord } from './clock-record.ts'
import { type Replay, replaySession } from './replay-session.ts'
import { rewind } from './rewind-conversation.ts'

/** Records of all sessions in a stretch of the log that begins with one and ends now, under other rules. */
export function replayLog({ conversation, log, ...how }: Replay): ClockRecord[] {
  const records: ClockRecord[] = []
  let after = conversation
  for (const session of splitSessions(log).toReversed()) {
    records.unshift(...replaySession({ ...how, conversation: after, log: session }).records)
    after = rewind(after, session)
  }
  return records
}

/** A conversation that is opened again long after it was closed begins a new session. */
export function splitSessions(log: readonly Entry[]): Entry[][] {
  const sessions: Entry[][] = []
  let closedAt: string | null = null
  for (const entry of log.toSorted((left, right) => left.seq - right.seq)) {
    const to = toStatus(entry)
    const session = { number: 1, startedAt: entry.at }
    const isNew = to !== null && to !== 'closed' && reopenSession({ closedAt, session }, entry.at).number > 1
    const last = sessions.at(-1)
    if (isNew || last === undefined) sessions.push([entry])
    else last.push(entry)
    if (to !== null) closedAt = to === 'closed' ? entry.at : null
  }
  return sessions
}

/** What a line makes of the conversation's status; null: nothing. */
function toStatus(entry: Entry): string | null {
  if (entry.kind === 'activity' && entry.type === 'conversation.status_changed') {
    return String(entry.data['to'])
  }
  return entry.caused.some(({ type }) => type === 'conversation.reopened') ? 'open' : null
}
