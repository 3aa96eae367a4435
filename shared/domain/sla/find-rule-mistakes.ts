import { type CalendarMistake, findCalendarMistakes } from '../calendar/find-calendar-mistakes.ts'
import type { PolicySelector } from './policy.ts'
import type { SlaRuleSet } from './rules.ts'

export type RuleMistake = {
  path: (string | number)[]
  code: CalendarMistake['code'] | 'duplicate_id' | 'unknown_calendar' | 'never_reached'
  message: string
}

/** What rules say that their schema cannot refuse. None means that clocks can run by them. */
export function findRuleMistakes({ policies, calendars }: SlaRuleSet): RuleMistake[] {
  return [
    ...findRepeated('policies', policies),
    ...findRepeated('calendars', calendars),
    ...findUnknownCalendars({ policies, calendars }),
    ...findUnreached(policies),
    ...calendars.flatMap((calendar, index) =>
      findCalendarMistakes(calendar).map((mistake) => ({
        ...mistake,
        path: ['calendars', index, ...mistake.path],
      })),
    ),
  ]
}

function findRepeated(list: keyof SlaRuleSet, named: readonly { id: string }[]): RuleMistake[] {
  return named.flatMap(({ id }, index) => {
    const first = named.findIndex((other) => other.id === id)
    if (first === index) return []
    const message = `expected an id of its own, got ${id}, which ${list}[${first}] has. Give one of them another`
    return [{ path: [list, index, 'id'], code: 'duplicate_id', message }]
  })
}

function findUnknownCalendars({ policies, calendars }: SlaRuleSet): RuleMistake[] {
  const known = calendars.map(({ id }) => id)
  return policies.flatMap(({ calendarId }, index) => {
    if (calendarId === undefined || known.includes(calendarId)) return []
    const ids = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`
    const message = `expected the id of a calendar, got ${calendarId}: ${ids}. Leave it out for 24 × 7`
    return [{ path: ['policies', index, 'calendarId'], code: 'unknown_calendar', message }]
  })
}

/** The first match counts: behind a policy that takes all of its conversations, another one is for none. */
function findUnreached(policies: SlaRuleSet['policies']): RuleMistake[] {
  return policies.flatMap(({ id, selector }, index) => {
    const wider = policies.slice(0, index).find((earlier) => takesAllOf(earlier.selector, selector))
    if (wider === undefined) return []
    const message = `expected a policy that some conversation reaches, got ${id} behind ${wider.id}, which takes them all. Move it before, or select fewer there`
    return [{ path: ['policies', index], code: 'never_reached', message }]
  })
}

function takesAllOf(wide: PolicySelector, narrow: PolicySelector): boolean {
  return Object.entries(wide).every(
    ([field, value]) => value === undefined || narrow[field as keyof PolicySelector] === value,
  )
}
