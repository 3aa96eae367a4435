import { isDeepStrictEqual } from 'node:util'
import { findRuleMistakes, type RuleMistake } from '../domain/sla/find-rule-mistakes.ts'
import { RULES_BYTES_MAX, type SlaRules, type SlaRuleSet } from '../domain/sla/rules.ts'
import { toJsonBytes } from './page-limits.ts'
import type { Clock, Pacer, RulesStore } from './ports.ts'
import { type Refusal, refuse } from './refusal.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { WriteRequest } from './write-request.ts'

export type RulesDeps = { rules: RulesStore; clock: Clock; pacer: Pacer }

/** One half of the rules; the other stays as it is. */
export type RulesWish = {
  part: Partial<SlaRuleSet>
  /** The versions that it was made for, any of them; null: whichever there is, and 0: none. */
  expectedVersions: readonly number[] | null
}

export type RulesOutcome =
  | { kind: 'done'; rules: SlaRules | null }
  /** Nothing was saved. Paths lead into the whole rule set. */
  | { kind: 'mistaken'; mistakes: RuleMistake[] }
  | Refusal

/** Replaces policies or calendars by a new version of the rules; what is so already needs none. */
export function replaceRules(
  deps: RulesDeps,
  { part, expectedVersions }: RulesWish,
  { actor }: Pick<WriteRequest, 'actor'>,
): Promise<RulesOutcome> {
  return retryConflicts<RulesOutcome>(deps, async () => {
    const before = await deps.rules.current('consistent')
    const version = before?.version ?? 0
    if (expectedVersions !== null && !expectedVersions.includes(version)) {
      const detail = `The rules were changed since: their ETag is "${version}" now. Read them, then decide again.`
      return { saved: 'saved', result: refuse('version_conflict', detail) }
    }
    const known: SlaRuleSet = { policies: before?.policies ?? [], calendars: before?.calendars ?? [] }
    const wanted = { ...known, ...part }
    const mistakes = [...findRuleMistakes(wanted), ...findSizeMistakes(wanted)]
    if (mistakes.length > 0) return { saved: 'saved', result: { kind: 'mistaken', mistakes } }
    if (isDeepStrictEqual(known, wanted)) return { saved: 'saved', result: { kind: 'done', rules: before } }
    const rules: SlaRules = {
      ...wanted,
      version: version + 1,
      savedAt: deps.clock.now().toISOString(),
      savedBy: actor.id ?? actor.kind,
    }
    return {
      saved: await deps.rules.save(rules, before?.version ?? null),
      result: { kind: 'done', rules },
    }
  })
}

function findSizeMistakes(rules: SlaRuleSet): RuleMistake[] {
  const bytes = toJsonBytes(rules)
  if (bytes <= RULES_BYTES_MAX) return []
  const message = `expected policies and calendars of ${RULES_BYTES_MAX} bytes together at most, got ${bytes}`
  return [{ path: [], code: 'too_large', message }]
}
