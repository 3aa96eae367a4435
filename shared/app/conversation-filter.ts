import type { Conversation, ConversationStatus } from '../domain/conversation.ts'
import type { ClockState } from '../domain/sla/clocks.ts'
import { toClockView } from './conversation-view.ts'

export type ConversationFilter = {
  status?: ConversationStatus | undefined
  channel?: Conversation['channel'] | undefined
  visibility?: Conversation['visibility'] | undefined
  account?: string | undefined
  assignee?: string | undefined
  team?: string | undefined
  tag?: string | undefined
  /** Of the clock that a client sees of it. */
  slaState?: ClockState | undefined
}

export function matchesFilter(conversation: Conversation, filter: ConversationFilter): boolean {
  const is = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual
  return (
    is(filter.status, conversation.status) &&
    is(filter.channel, conversation.channel) &&
    is(filter.visibility, conversation.visibility) &&
    is(filter.account, conversation.account.id) &&
    is<string | null>(filter.assignee, conversation.assignee) &&
    is<string | null>(filter.team, conversation.team) &&
    is<ClockState | undefined>(filter.slaState, toClockView(conversation)?.state) &&
    (filter.tag === undefined || conversation.tags.includes(filter.tag))
  )
}
