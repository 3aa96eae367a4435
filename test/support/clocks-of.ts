import type { Clock, Clocks } from '../../shared/domain/sla/clocks.ts'

const START = '2026-03-01T12:00:00.000Z'

/** Clocks of a conversation that waits for a first answer; `changes` are of its one clock. null: it has none. */
export function clocksOf(changes: Partial<Clock> | null, others: Partial<Clocks> = {}): Clocks {
  const clock: Clock = {
    metric: 'first_response',
    instance: 1,
    seq: 1,
    startedAt: START,
    delayMs: 0,
    usedMs: 0,
    since: START,
    dueAt: null,
    dueBy: 'target',
    warnAt: null,
    warned: [],
    breachedAt: null,
    pausedAt: null,
    stoppedAt: null,
    ...changes,
  }
  return {
    rules: 1,
    policy: { id: 'whatsapp-private', calendarId: null },
    session: { number: 1, seq: 1, firstResponse: 'asked' },
    waits: [],
    clocks: changes === null ? [] : [clock],
    counts: { first_response: 1, next_response: 0, resolution: 0 },
    comments: 0,
    last: null,
    doubts: [],
    windowCheckAt: null,
    windowTold: null,
    ...others,
  }
}
