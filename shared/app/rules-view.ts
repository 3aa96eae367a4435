import * as z from 'zod'
import { SlaRules } from '../domain/sla/rules.ts'

/** Which version of the rules something belongs to. */
const Version = z.strictObject({
  /** 0: none were ever saved, and nothing is measured. */
  version: z.int().nonnegative(),
  savedAt: z.iso.datetime().nullable(),
  savedBy: z.string().nullable(),
})

export const PoliciesView = z.strictObject({ ...SlaRules.pick({ policies: true }).shape, ...Version.shape })
export type PoliciesView = z.infer<typeof PoliciesView>

export const CalendarsView = z.strictObject({ ...SlaRules.pick({ calendars: true }).shape, ...Version.shape })
export type CalendarsView = z.infer<typeof CalendarsView>

export function toPoliciesView(rules: SlaRules | null): PoliciesView {
  return { policies: rules?.policies ?? [], ...toVersion(rules) }
}

export function toCalendarsView(rules: SlaRules | null): CalendarsView {
  return { calendars: rules?.calendars ?? [], ...toVersion(rules) }
}

function toVersion(rules: SlaRules | null): z.infer<typeof Version> {
  return rules === null
    ? { version: 0, savedAt: null, savedBy: null }
    : { version: rules.version, savedAt: rules.savedAt, savedBy: rules.savedBy }
}
