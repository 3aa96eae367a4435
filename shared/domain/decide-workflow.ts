import { createActivity } from './activity.ts'
import type { Conversation } from './conversation.ts'
import { decideStatus } from './decide-status.ts'
import type { ActivityEntry, Actor } from './entry.ts'
import type { EventPart } from './event-part.ts'
import { TAGS_MAX, type WorkflowPatch } from './workflow.ts'

export type WorkflowContext = { now: Date; actor: Actor; causationId: string }

export type WorkflowRefusalCode = 'snooze_invalid' | 'too_many_tags'

export type WorkflowDecision =
  /** With a line of the log for each thing that changed. */
  | { kind: 'changed'; conversation: Conversation; entries: ActivityEntry[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; code: WorkflowRefusalCode; detail: string }

/** What one thing of a patch makes of a conversation, and the event that tells it; null where it is so already. */
export type WorkflowStep = { patch: Partial<Conversation>; part: EventPart }

/** Applies what people want changed: all of it, or nothing. */
export function decideWorkflow(
  before: Conversation,
  patch: WorkflowPatch,
  context: WorkflowContext,
): WorkflowDecision {
  const status = decideStatus(before, patch, context.now)
  if (status.kind === 'refused') return status
  const tags = decideTags(before, patch.tags)
  if (tags.kind === 'refused') return tags
  const steps = [status.step, decideAssignment(before, patch), tags.step, decidePriority(before, patch)]
  const taken = steps.filter((step) => step !== null)
  if (taken.length === 0) return { kind: 'unchanged' }
  const at = context.now.toISOString()
  return {
    kind: 'changed',
    entries: taken.map(({ part }, index) =>
      createActivity(before.id, before.seq + index + 1, part, { ...context, at }),
    ),
    conversation: {
      ...taken.reduce((conversation, step) => ({ ...conversation, ...step.patch }), before),
      seq: before.seq + taken.length,
      workflowRevision: before.workflowRevision + 1,
      updatedAt: at > before.updatedAt ? at : before.updatedAt,
    },
  }
}

function decideAssignment(before: Conversation, patch: WorkflowPatch): WorkflowStep | null {
  const { assignee = before.assignee, team = before.team } = patch
  if (assignee === before.assignee && team === before.team) return null
  const from = { assignee: before.assignee, team: before.team }
  const to = { assignee, team }
  return { patch: to, part: { type: 'conversation.assigned', data: { from, to } } }
}

function decidePriority(before: Conversation, { priority }: WorkflowPatch): WorkflowStep | null {
  if (priority === undefined || priority === before.priority) return null
  const data = { from: before.priority, to: priority }
  return { patch: { priority }, part: { type: 'conversation.priority_changed', data } }
}

/** A tag that is added and removed at once is there afterwards. */
function decideTags(
  before: Conversation,
  { add = [], remove = [] }: NonNullable<WorkflowPatch['tags']> = {},
): { kind: 'decided'; step: WorkflowStep | null } | Extract<WorkflowDecision, { kind: 'refused' }> {
  const added = [...new Set(add)].filter((tag) => !before.tags.includes(tag))
  const removed = [...new Set(remove)].filter((tag) => before.tags.includes(tag) && !add.includes(tag))
  if (added.length === 0 && removed.length === 0) return { kind: 'decided', step: null }
  const tags = [...before.tags.filter((tag) => !removed.includes(tag)), ...added]
  if (tags.length > TAGS_MAX) {
    const detail = `A conversation may have ${TAGS_MAX} tags, this would have ${tags.length}. Remove some first.`
    return { kind: 'refused', code: 'too_many_tags', detail }
  }
  const part = { type: 'conversation.tagged' as const, data: { added, removed } }
  return { kind: 'decided', step: { patch: { tags }, part } }
}
