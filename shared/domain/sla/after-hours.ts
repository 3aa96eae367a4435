import { findNextOpening, isOpenAt } from '../calendar/open-time.ts'
import type { Selected } from './select-policy.ts'

/** The words for a customer who writes while nobody is there; null where the policy has none, or somebody is. */
export function decideAfterHours({ policy, calendar }: Selected, at: string): string | null {
  if (policy.afterHours === undefined || calendar === null || isOpenAt(calendar, at)) return null
  const opensAt = findNextOpening(calendar, at)
  if (opensAt === null) return null
  const { text, locale } = policy.afterHours
  return text.replaceAll('{opensAt}', toWords(opensAt, locale, calendar.zone))
}

function toWords(at: string, locale: string, timeZone: string): string {
  const parts = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  } as const
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone, timeZoneName: 'short' }).format(new Date(at))
}
