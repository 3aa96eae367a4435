import * as z from 'zod'
import { Calendar } from '../calendar/calendar.ts'
import { SlaPolicy } from './policy.ts'

/** An item may have 400 KB: the rest is room for what later versions of this code add. */
export const RULES_BYTES_MAX = 350_000

/** Policies in their order, first match counts, and the calendars that they name. */
export const SlaRuleSet = z.strictObject({
  policies: z.array(SlaPolicy).max(100),
  calendars: z.array(Calendar).max(20),
})
export type SlaRuleSet = z.infer<typeof SlaRuleSet>

/** One version of the rules as it was saved; versions are kept, so that what was decided by one can be explained. */
export const SlaRules = SlaRuleSet.extend({
  version: z.int().positive(),
  savedAt: z.iso.datetime(),
  /** Who saved it: `deployment` for what the stack brought, else the caller's id. */
  savedBy: z.string(),
})
export type SlaRules = z.infer<typeof SlaRules>
