import type { Calendar } from '../calendar/calendar.ts'
import type { Conversation } from '../conversation.ts'
import type { PolicySelector, SlaPolicy } from './policy.ts'
import type { SlaRules } from './rules.ts'

/** What a policy is chosen by. */
export type Selectable = Pick<Conversation, 'channel' | 'visibility' | 'account' | 'priority' | 'tags'>

/** A policy with the calendar that it names; null: always open. */
export type Selected = { policy: SlaPolicy; calendar: Calendar | null; version: number }

/** The first policy of the list that fits. */
export function selectPolicy(rules: SlaRules, conversation: Selectable): Selected | null {
  const policy = rules.policies.find(({ selector }) => fits(selector, conversation))
  return policy === undefined ? null : withCalendar(rules, policy)
}

/** A policy of earlier rules, as it was. */
export function findPolicy(rules: SlaRules, id: string): Selected | null {
  const policy = rules.policies.find((each) => each.id === id)
  return policy === undefined ? null : withCalendar(rules, policy)
}

function withCalendar({ calendars, version }: SlaRules, policy: SlaPolicy): Selected {
  const calendar = calendars.find(({ id }) => id === policy.calendarId) ?? null
  return { policy, calendar, version }
}

function fits({ channel, visibility, account, priority, tag }: PolicySelector, of: Selectable): boolean {
  const is = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual
  return (
    is(channel, of.channel) &&
    is(visibility, of.visibility) &&
    is(account, of.account.id) &&
    is(priority, of.priority) &&
    (tag === undefined || of.tags.includes(tag))
  )
}
