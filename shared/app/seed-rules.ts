import { isDeepStrictEqual } from 'node:util'
import type { SlaRules, SlaRuleSet } from '../domain/sla/rules.ts'
import type { Clock, Pacer, RulesStore } from './ports.ts'
import { retryConflicts } from './retry-conflicts.ts'

/** Who saved the rules that came with the stack. */
export const DEPLOYMENT = 'deployment'

export type SeedDeps = { rules: Pick<RulesStore, 'current' | 'save'>; clock: Clock; pacer: Pacer }

export type SeedOutcome =
  | { kind: 'saved' | 'unchanged'; version: number }
  /** People have saved rules of their own: a deployment never writes over them. */
  | { kind: 'kept'; version: number; savedBy: string }

/** Makes the rules that a deployment brings the current ones, unless somebody has saved others through the API. */
export function seedRules(deps: SeedDeps, brought: SlaRuleSet): Promise<SeedOutcome> {
  const { rules, clock } = deps
  return retryConflicts<SeedOutcome>(deps, async () => {
    const current = await rules.current('consistent')
    const standing = current === null ? null : judge(current, brought)
    if (standing !== null) return { saved: 'saved', result: standing }
    const version = (current?.version ?? 0) + 1
    const next = { ...brought, version, savedAt: clock.now().toISOString(), savedBy: DEPLOYMENT }
    return {
      saved: await rules.save(next, current?.version ?? null),
      result: { kind: 'saved', version },
    }
  })
}

/** Why the current rules stay; null: they are to be replaced. */
function judge(current: SlaRules, brought: SlaRuleSet): SeedOutcome | null {
  const { policies, calendars, version, savedBy } = current
  if (savedBy !== DEPLOYMENT) return { kind: 'kept', version, savedBy }
  if (isDeepStrictEqual({ policies, calendars }, brought)) return { kind: 'unchanged', version }
  return null
}
