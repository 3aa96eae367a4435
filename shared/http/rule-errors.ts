import type { RuleMistake } from '../domain/sla/find-rule-mistakes.ts'
import { toPointer } from './field-errors.ts'
import type { FieldError } from './problems.ts'

/** The rules, or the half of them that a request brings. */
type Half = { policies: unknown } | { calendars: readonly { id: string }[] }

/**
 * Where in the body a mistake of the rules is. What the policies that stay have against new calendars is shown at the
 * calendar; where that is not among them any more, at the list.
 */
export function toRuleErrors(mistakes: readonly RuleMistake[], body: Half): FieldError[] {
  return mistakes.map(({ path, code, message, calendarId }) => {
    const [part] = path
    if (part !== undefined && part in body) {
      return { pointer: toPointer(['body', ...path]), code, detail: message }
    }
    const detail = part === undefined ? message : `${toWords(path)}: ${message}`
    if (calendarId === undefined || !('calendars' in body)) return { pointer: '/body', code, detail }
    const index = body.calendars.findIndex(({ id }) => id === calendarId)
    return index === -1
      ? { pointer: '/body/calendars', code: 'calendar_in_use', detail }
      : { pointer: toPointer(['body', 'calendars', index]), code, detail }
  })
}

/** As people write it: `policies[2].targets.resolution`. */
function toWords(path: readonly (string | number)[]): string {
  const [first, ...rest] = path
  return `${first}${rest.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`
}
