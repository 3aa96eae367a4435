import { createActivity } from './activity.ts'
import { checkSending, type SendingFacts } from './check-sending.ts'
import type { Conversation } from './conversation.ts'
import { listDueBy } from './due.ts'
import type { Entry } from './entry.ts'
import { toTimerId } from './ids.ts'
import { leaseFetches } from './media/fetching.ts'

/** The conversation after what was due, with its new and changed entries. */
export type DueDecision = {
  conversation: Conversation
  entries: Entry[]
  /** Whoever delivers shall look at the conversation. */
  requestsDelivery: boolean
  /** Messages whose files somebody shall fetch. */
  fetches: number[]
  /** What happened, for the log. */
  outcomes: DueOutcome[]
}

/** What one of the things that are due decides. */
export type DueStep = Omit<DueDecision, 'fetches'>

export type DueOutcome =
  | 'clock_due'
  | 'handoff_expired'
  | 'media_requested'
  | 'snooze_ended'
  | 'send_expired'
  | 'unknown_given_up'
  | 'delivery_requested'
  | 'not_late_yet'

/** Does what is due now; null where nothing is, so a timer that fires twice, late or for nothing changes nothing. */
export function decideDue(before: Conversation, facts: SendingFacts): DueDecision | null {
  const due = new Set(listDueBy(before, facts.now).map(({ kind }) => kind))
  if (due.size === 0) return null
  const woken = due.has('snooze_end') ? endSnooze(before, facts.now) : null
  const conversation = woken?.conversation ?? before
  const checked = due.has('sending_check') ? checkSending(conversation, facts) : null
  const after = checked?.conversation ?? conversation
  const leased = due.has('media_fetch') ? leaseFetches(after, facts.now) : null
  return {
    conversation: leased === null ? after : { ...after, fetching: leased.fetching },
    fetches: leased?.due.map(({ seq }) => seq) ?? [],
    entries: [...(woken?.entries ?? []), ...(checked?.entries ?? [])],
    requestsDelivery: checked?.requestsDelivery ?? false,
    // Told by the unit of work, as every move of a clock.
    outcomes: [
      ...(due.has('handoff_expiry') ? (['handoff_expired'] as const) : []),
      ...(due.has('clock') ? (['clock_due'] as const) : []),
      ...(leased === null ? [] : (['media_requested'] as const)),
      ...(woken?.outcomes ?? []),
      ...(checked?.outcomes ?? []),
    ],
  }
}

function endSnooze(before: Conversation, now: string): DueStep {
  const { id, snoozedUntil, snoozedFor } = before
  const seq = before.seq + 1
  const entry = createActivity(
    id,
    seq,
    { type: 'conversation.status_changed', data: { from: 'snoozed', to: 'open', snoozedUntil, snoozedFor } },
    {
      at: now,
      actor: { kind: 'system', id: null, name: null },
      causationId: toTimerId(id, snoozedUntil ?? now),
    },
  )
  return {
    entries: [entry],
    requestsDelivery: false,
    outcomes: ['snooze_ended'],
    conversation: {
      ...before,
      seq,
      status: 'open',
      snoozedUntil: null,
      snoozedFor: null,
      workflowRevision: before.workflowRevision + 1,
      updatedAt: now > before.updatedAt ? now : before.updatedAt,
    },
  }
}
