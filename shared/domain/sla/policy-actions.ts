import type { Conversation } from '../conversation.ts'
import type { EventPart } from '../event-part.ts'
import { TAGS_MAX } from '../workflow.ts'
import type { Happening } from './clock-moves.ts'
import type { PolicyAction, SlaPolicy } from './policy.ts'

/** What one action makes of a conversation, and the event that tells it. */
export type ActionStep = { patch: Partial<Conversation>; part: EventPart }

/** What a policy wants done because a clock warned or breached. An action that changes nothing is none. */
export function decideActions(
  { actions }: SlaPolicy,
  { type, clock }: Happening,
  conversation: Conversation,
): ActionStep[] {
  const on = type === 'sla.breached' ? 'breach' : type === 'sla.warning' ? 'warning' : null
  const wanted = actions.filter((action) => action.on === on)
  let state = conversation
  return wanted.flatMap((action) => {
    const step = decideAction(action, clock, state)
    if (step === null) return []
    state = { ...state, ...step.patch }
    return [step]
  })
}

function decideAction(
  { on, do: wish }: PolicyAction,
  { metric, instance, dueAt }: Happening['clock'],
  { priority, team, assignee, tags }: Conversation,
): ActionStep | null {
  if ('setPriority' in wish) {
    if (wish.setPriority === priority) return null
    const data = { from: priority, to: wish.setPriority }
    return { patch: { priority: wish.setPriority }, part: { type: 'conversation.priority_changed', data } }
  }
  if ('assignTeam' in wish) {
    if (wish.assignTeam === team) return null
    const data = { from: { assignee, team }, to: { assignee, team: wish.assignTeam } }
    return { patch: { team: wish.assignTeam }, part: { type: 'conversation.assigned', data } }
  }
  if ('addTag' in wish) {
    if (tags.includes(wish.addTag) || tags.length >= TAGS_MAX) return null
    const data = { added: [wish.addTag], removed: [] }
    return { patch: { tags: [...tags, wish.addTag] }, part: { type: 'conversation.tagged', data } }
  }
  const data = { action: 'notify', on, metric, instance, dueAt, assignee, team }
  return { patch: {}, part: { type: 'conversation.action_taken', data } }
}
