import { createRulesStore } from '../../shared/aws/rules-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'
import type { SlaRuleSet } from '../../shared/domain/sla/rules.ts'

/** Rules as the deployment, or a `PUT`, would save them: the next version. */
export async function saveRules(table: Table, rules: SlaRuleSet, savedAt: string): Promise<void> {
  const store = createRulesStore(table, { now: () => new Date(savedAt) })
  const version = (await store.current('consistent'))?.version ?? 0
  await store.save(
    { ...rules, version: version + 1, savedAt, savedBy: 'test' },
    version === 0 ? null : version,
  )
}

export function saveDefaultRules(table: Table): Promise<void> {
  return saveRules(table, DEFAULT_RULES, '2026-01-01T00:00:00.000Z')
}
