import type { Conversation, ConversationStatus } from './conversation.ts'
import type { WorkflowDecision, WorkflowStep } from './decide-workflow.ts'
import { reopenSession } from './session.ts'
import type { WorkflowPatch } from './workflow.ts'

/** Nobody remembers why after that. */
const SNOOZE_DAYS_MAX = 366
const DAY_MS = 86_400_000

type Snooze = Pick<Conversation, 'snoozedUntil' | 'snoozedFor'>
type Refused = Extract<WorkflowDecision, { kind: 'refused' }>

const AWAKE: Snooze = { snoozedUntil: null, snoozedFor: null }

/** Status and snooze are one thing: a time snoozes, no time wakes, and every other status ends a snooze. */
export function decideStatus(
  before: Conversation,
  patch: WorkflowPatch,
  now: Date,
): { kind: 'decided'; step: WorkflowStep | null } | Refused {
  const to = toStatus(before, patch)
  const snooze = to === 'snoozed' ? decideSnooze(before, patch, now) : decideAwake(patch)
  if (snooze.kind === 'refused') return snooze
  const { snoozedUntil, snoozedFor } = snooze.snooze
  const isSame =
    to === before.status && snoozedUntil === before.snoozedUntil && snoozedFor === before.snoozedFor
  if (isSame) return { kind: 'decided', step: null }
  const data = { from: before.status, to, snoozedUntil, snoozedFor }
  return {
    kind: 'decided',
    step: {
      patch: { status: to, ...snooze.snooze, ...toClosing(before, to, now) },
      part: { type: 'conversation.status_changed', data },
    },
  }
}

function toStatus({ status }: Conversation, patch: WorkflowPatch): ConversationStatus {
  if (patch.status !== undefined) return patch.status
  if (typeof patch.snoozedUntil === 'string') return 'snoozed'
  return status === 'snoozed' && patch.snoozedUntil === null ? 'open' : status
}

function decideSnooze(
  before: Conversation,
  patch: WorkflowPatch,
  now: Date,
): { kind: 'decided'; snooze: Snooze } | Refused {
  const until = patch.snoozedUntil === undefined ? before.snoozedUntil : patch.snoozedUntil
  if (until === null) return refuseSnooze('A snooze needs its end: say `snoozedUntil`.')
  const endsAt = Date.parse(until)
  // One that lasts already may be over in a moment; only a new end must lie ahead.
  if (patch.snoozedUntil !== undefined && endsAt <= now.getTime()) {
    return refuseSnooze('`snoozedUntil` has passed. Say a time that lies ahead.')
  }
  if (endsAt > now.getTime() + SNOOZE_DAYS_MAX * DAY_MS) {
    return refuseSnooze(`A snooze lasts ${SNOOZE_DAYS_MAX} days at most.`)
  }
  const snoozedFor = patch.snoozedFor ?? before.snoozedFor ?? 'agent'
  return { kind: 'decided', snooze: { snoozedUntil: new Date(endsAt).toISOString(), snoozedFor } }
}

function decideAwake({
  snoozedUntil,
  snoozedFor,
}: WorkflowPatch): { kind: 'decided'; snooze: Snooze } | Refused {
  return snoozedUntil == null && snoozedFor == null
    ? { kind: 'decided', snooze: AWAKE }
    : refuseSnooze('`snoozedUntil` and `snoozedFor` belong to the status `snoozed`, and to no other.')
}

function refuseSnooze(detail: string): Refused {
  return { kind: 'refused', code: 'snooze_invalid', detail }
}

function toClosing(before: Conversation, to: ConversationStatus, now: Date): Partial<Conversation> {
  const at = now.toISOString()
  if (to === before.status) return {}
  if (to === 'closed') return { closedAt: at }
  return before.status === 'closed' ? { closedAt: null, session: reopenSession(before, at) } : {}
}
