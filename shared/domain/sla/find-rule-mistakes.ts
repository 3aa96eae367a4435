import type { Calendar } from '../calendar/calendar.ts'
import { findCalendarMistakes } from '../calendar/find-calendar-mistakes.ts'
import { toWeeklyOpenMs } from '../calendar/weekly-open-time.ts'
import { toDurationMs } from '../duration.ts'
import type { PolicySelector, SlaPolicy } from './policy.ts'
import type { SlaRuleSet } from './rules.ts'

/** Weeks after which the calculation of a due time gives up: five years. */
const WEEKS_MAX = 261

export type RuleMistake = {
  /** Into the rule set: `policies` or `calendars` first. */
  path: (string | number)[]
  /** Lower snake case; of a calendar's hours those of `findCalendarMistakes`. */
  code: string
  message: string
  /** Of a mistake between a policy and its calendar: which calendar. */
  calendarId?: string
}

/** What policies and calendars say that their schemas cannot refuse. None means that clocks can run by them. */
export function findRuleMistakes({ policies, calendars }: SlaRuleSet): RuleMistake[] {
  return [
    ...findRepeatedIds('policies', policies),
    ...policies.flatMap((policy, index) => [
      ...findUnreached(policies, index),
      ...findTargetMistakes(policy, index),
      ...findPolicyCalendarMistakes(policy, index, calendars),
    ]),
    ...findRepeatedIds('calendars', calendars),
    ...calendars.flatMap((calendar, index) =>
      findCalendarMistakes(calendar).map((mistake): RuleMistake => ({
        ...mistake,
        path: ['calendars', index, ...mistake.path],
      })),
    ),
  ]
}

function findRepeatedIds(part: 'policies' | 'calendars', items: readonly { id: string }[]): RuleMistake[] {
  return items.flatMap(({ id }, index) => {
    const first = items.findIndex((each) => each.id === id)
    if (first === index) return []
    const message = `expected each id once, got ${id} again after ${part}[${first}]. Give one of them another id`
    return [{ path: [part, index, 'id'], code: 'duplicate_id', message }]
  })
}

/** The first policy that fits is taken, so one behind a wider one is never asked. */
function findUnreached(policies: readonly SlaPolicy[], index: number): RuleMistake[] {
  const { selector } = policies[index] ?? { selector: {} }
  const cover = policies.findIndex((earlier) => covers(earlier.selector, selector))
  const wider = policies[cover]
  if (wider === undefined || cover >= index) return []
  const message =
    `expected a policy that some conversation reaches, got one whose every conversation is taken by ${wider.id} ` +
    `at policies[${cover}]. Move it before that one, or remove it`
  return [{ path: ['policies', index, 'selector'], code: 'never_reached', message }]
}

/** Whether whatever fits the narrow selector fits the wide one. */
function covers(wide: PolicySelector, narrow: PolicySelector): boolean {
  const fields = Object.keys(wide) as (keyof PolicySelector)[]
  return fields.every((field) => wide[field] === undefined || wide[field] === narrow[field])
}

function findTargetMistakes({ targets, warnAt }: SlaPolicy, index: number): RuleMistake[] {
  const lengths = Object.values(targets).map(toDurationMs)
  if (lengths.length === 0) {
    const message =
      'expected a target for first_response, next_response or resolution, got none. A policy without one measures nothing'
    return [{ path: ['policies', index, 'targets'], code: 'no_targets', message }]
  }
  return warnAt.flatMap((threshold, at) => {
    if (threshold.endsWith('%') || lengths.some((length) => toDurationMs(threshold) < length)) return []
    const message = `expected less than the longest target, got ${threshold} left: that is over before any clock starts`
    return [{ path: ['policies', index, 'warnAt', at], code: 'warning_never_due', message }]
  })
}

function findPolicyCalendarMistakes(
  { calendarId, targets, afterHours }: SlaPolicy,
  index: number,
  calendars: readonly Calendar[],
): RuleMistake[] {
  if (calendarId === undefined) {
    if (afterHours === undefined) return []
    const message =
      'expected a calendarId beside it, got none: a policy without a calendar is open always, so this is never sent'
    return [{ path: ['policies', index, 'afterHours'], code: 'never_closed', message }]
  }
  const calendar = calendars.find(({ id }) => id === calendarId)
  if (calendar === undefined) {
    const known = calendars.map(({ id }) => id).join(', ') || 'none is defined'
    const message = `expected the id of a calendar (${known}), got ${calendarId}. Save the calendar first`
    return [{ path: ['policies', index, 'calendarId'], code: 'unknown_calendar', message, calendarId }]
  }
  // Without hours nothing can be counted, and that is the calendar's own mistake.
  const reachMs = toWeeklyOpenMs(calendar) * WEEKS_MAX
  if (reachMs === 0) return []
  return Object.entries(targets).flatMap(([metric, target]) => {
    if (toDurationMs(target) <= reachMs) return []
    const message = `expected a target that ${calendarId} is open for within five years, got ${target}. Shorten it, or open longer`
    return [{ path: ['policies', index, 'targets', metric], code: 'never_due', message, calendarId }]
  })
}
