import type { Conversation } from '../conversation.ts'
import { createActivity } from '../activity.ts'
import type { Actor, Entry } from '../entry.ts'
import type { EventPart } from '../event-part.ts'
import { toEntryId, toTimerId } from '../ids.ts'
import { queueMessage } from '../queue-message.ts'
import { decideAfterHours } from './after-hours.ts'
import { choosePolicy } from './choose-policy.ts'
import type { Cause } from './clock-facts.ts'
import type { ClockInput, ClockOutcome } from './clock-input.ts'
import type { Happening } from './clock-moves.ts'
import { toClockPart } from './clock-parts.ts'
import { toClockRecords } from './clock-record.ts'
import type { Clocks } from './clocks.ts'
import { decideActions } from './policy-actions.ts'
import { checkWindow, toWindowClosesAt } from './reply-window-left.ts'
import { selectPolicy } from './select-policy.ts'

/** A happening with the revision that made it happen; null: it happened by itself. */
export type Caused = { happening: Happening; cause: Cause | null }

type Telling = ClockInput & { clocks: Clocks; caused: readonly Caused[]; now: string }

/** The transaction while lines are added to it. */
type Draft = { conversation: Conversation; entries: Map<number, Entry>; told: Happening[] }

const SYSTEM: Actor = { kind: 'system', id: null, name: null }

/**
 * Writes down what happened to clocks. What a fact caused rides on the entry that says it; what happens by itself
 * (warnings, breaches, what a timer finds) is a line of its own, followed by what the policy wants done about it.
 */
export function tellClocks(telling: Telling): ClockOutcome {
  const draft: Draft = {
    conversation: { ...telling.after, sla: telling.clocks },
    entries: new Map(telling.moves.map(({ after }) => [after.seq, after])),
    told: [],
  }
  const waiting = [...telling.caused]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    draft.told.push(next.happening)
    waiting.push(...tell(draft, next, telling))
  }
  if (telling.dueUpTo !== null) tellWindow(draft, telling, telling.dueUpTo)
  answerAfterHours(draft, telling)
  const { conversation, entries, told } = draft
  const records = conversation.sla === null ? [] : toClockRecords(told, conversation.sla, conversation)
  return { conversation, entries: [...entries.values()], records }
}

/** Answers what that causes in turn: an action may choose another policy. */
function tell(draft: Draft, { happening, cause }: Caused, telling: Telling): Caused[] {
  const part = toClockPart(happening, draft.conversation)
  const isOwnLine = happening.type === 'sla.warning' || happening.type === 'sla.breached'
  if (cause === null || isOwnLine || !ride(draft, cause, part)) addLine(draft, part, SYSTEM, telling)
  return act(draft, happening, telling)
}

/** Adds an event to the revision that caused it. */
function ride({ entries }: Draft, { seq, revision }: Cause, part: EventPart): boolean {
  const entry = entries.get(seq)
  if (entry === undefined) return false
  if (revision === 1) {
    entries.set(seq, { ...entry, caused: [...entry.caused, part] })
    return true
  }
  const changes = entry.changes.map((change) =>
    change.revision === revision ? { ...change, parts: [...change.parts, part] } : change,
  )
  entries.set(seq, { ...entry, changes })
  return true
}

function addLine(draft: Draft, part: EventPart, actor: Actor, { now }: Telling): void {
  const { id, seq: last } = draft.conversation
  const seq = last + 1
  const origin = { at: now, actor, causationId: toTimerId(id, now) }
  draft.entries.set(seq, createActivity(id, seq, part, origin))
  draft.conversation = { ...draft.conversation, seq, updatedAt: now }
}

function act(draft: Draft, happening: Happening, telling: Telling): Caused[] {
  const selected = selectPolicy(telling.rules.current, draft.conversation)
  if (selected === null) return []
  const steps = decideActions(selected.policy, happening, draft.conversation)
  if (steps.length === 0) return []
  const actor: Actor = { kind: 'automation', id: `sla:${selected.policy.id}`, name: null }
  for (const { patch, part } of steps) {
    const { workflowRevision } = draft.conversation
    const isPatch = Object.keys(patch).length > 0
    draft.conversation = {
      ...draft.conversation,
      ...patch,
      workflowRevision: isPatch ? workflowRevision + 1 : workflowRevision,
    }
    addLine(draft, part, actor, telling)
  }
  const { sla } = draft.conversation
  if (sla === null) return []
  const chosen = choosePolicy({ clocks: sla, happened: [] }, telling, draft.conversation, telling.now)
  draft.conversation = { ...draft.conversation, sla: chosen.clocks }
  return chosen.happened.map((each) => ({ happening: each, cause: null }))
}

function tellWindow(draft: Draft, telling: Telling, now: string): void {
  const { conversation } = draft
  const { sla } = conversation
  if (sla === null || sla.windowCheckAt === null || sla.windowCheckAt > now) return
  const { replyWindow } = telling.channel
  const closesAt = toWindowClosesAt(conversation, replyWindow)
  const { window, part } = checkWindow(sla, { closesAt, replyWindow, now })
  draft.conversation = { ...conversation, sla: { ...sla, ...window } }
  if (part !== null) addLine(draft, part, SYSTEM, telling)
}

/** Once a session, to a customer who writes while nobody is there. It is no answer: clocks run on. */
function answerAfterHours(draft: Draft, telling: Telling): void {
  const { conversation } = draft
  const wrote = telling.facts.find((fact) => fact.kind === 'wrote' && fact.by === 'message')
  const selected = selectPolicy(telling.rules.current, conversation)
  const { sla } = conversation
  if (wrote === undefined || selected === null || sla === null || sla.session.autoAnswered) return
  const { canSend, replyWindow, segments } = telling.channel
  const closesAt = toWindowClosesAt(conversation, replyWindow)
  const text = decideAfterHours(selected, wrote.at)
  if (text === null || !canSend || (closesAt !== null && closesAt <= telling.now)) return
  const question = draft.entries.get(wrote.cause.seq)
  const providerId = question?.kind === 'message' ? question.providerId : null
  const entryId = toEntryId(conversation.id, wrote.cause.seq)
  const queued = queueMessage(conversation, {
    text,
    quickReplies: [],
    template: null,
    actor: { kind: 'automation', id: `sla:${selected.policy.id}`, name: null },
    causationId: question?.causationId ?? toTimerId(conversation.id, telling.now),
    now: new Date(telling.now),
    rule: 'standard',
    until: closesAt,
    replyTo: conversation.visibility === 'public' && providerId !== null ? { entryId, providerId } : null,
    segments,
  })
  draft.entries.set(queued.entry.seq, queued.entry)
  // The customer still waits: in the list it is their message that was last, and unread.
  const { lastMessage, unread } = conversation
  const session = { ...sla.session, autoAnswered: true as const }
  draft.conversation = { ...queued.conversation, lastMessage, unread, sla: { ...sla, session } }
}
