import type { Conversation } from '../conversation.ts'
import type { ActivityEntry, Entry } from '../entry.ts'
import { laterOf } from '../instants.ts'

type Assignment = Pick<Conversation, 'assignee' | 'team'>
type Tagging = { added: string[]; removed: string[] }

/** The conversation as it was before a stretch of its log that leads up to now: as far as policies and reports ask. */
export function rewind(conversation: Conversation, log: readonly Entry[]): Conversation {
  const activities = log.filter((entry) => entry.kind === 'activity')
  const before = activities
    .toSorted((left, right) => right.seq - left.seq)
    .reduce((after, activity) => ({ ...after, ...undo(activity, after) }), conversation)
  // A session begins open; and reply windows count from what the customer writes in it.
  return { ...before, status: 'open', snoozedFor: null, lastInboundAt: null }
}

/** The conversation after a line of its log. */
export function advance(before: Conversation, entry: Entry): Conversation {
  if (entry.kind === 'activity') return { ...before, ...redo(entry, before) }
  if (entry.kind === 'note') return before
  const isReopened = entry.caused.some(({ type }) => type === 'conversation.reopened')
  const after: Conversation = isReopened ? { ...before, status: 'open', snoozedFor: null } : before
  if (entry.direction === 'outbound') return after
  return { ...after, lastInboundAt: laterOf(before.lastInboundAt, entry.sentAt) }
}

function undo({ type, data }: ActivityEntry, after: Conversation): Partial<Conversation> {
  switch (type) {
    case 'conversation.assigned':
      return data['from'] as Assignment
    case 'conversation.priority_changed':
      return { priority: data['from'] as Conversation['priority'] }
    case 'conversation.tagged': {
      const { added, removed } = data as Tagging
      return { tags: [...after.tags.filter((tag) => !added.includes(tag)), ...removed] }
    }
    default:
      return {}
  }
}

function redo({ type, data }: ActivityEntry, before: Conversation): Partial<Conversation> {
  switch (type) {
    case 'conversation.status_changed': {
      const { to, snoozedFor } = data as { to: Conversation['status'] } & Pick<Conversation, 'snoozedFor'>
      return { status: to, snoozedFor }
    }
    case 'conversation.assigned':
      return data['to'] as Assignment
    case 'conversation.priority_changed':
      return { priority: data['to'] as Conversation['priority'] }
    case 'conversation.tagged': {
      const { added, removed } = data as Tagging
      return { tags: [...before.tags.filter((tag) => !removed.includes(tag)), ...added] }
    }
    default:
      return {}
  }
}
