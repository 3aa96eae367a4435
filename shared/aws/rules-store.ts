import type { Clock, ReadMode, RulesStore } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { RULES_BYTES_MAX, type SlaRules } from '../domain/sla/rules.ts'
import type { Table } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { sendTransaction } from './send-transaction.ts'
import { parseRulesItem, parseRulesPointer, rulesKey, rulesVersionKey, toRulesItem } from './table-items.ts'

/** An instance meets the version that counts, the one before it while a change spreads, and a few that an explanation asks for. */
const VERSIONS_HELD_MAX = 8

/** Each version is an item that never changes; a tiny one says which of them counts. */
export function createRulesStore(table: Table, clock: Clock): RulesStore {
  const held = new Map<number, SlaRules>()

  function hold(rules: SlaRules): SlaRules {
    held.set(rules.version, rules)
    const [oldest] = held.keys()
    if (held.size > VERSIONS_HELD_MAX && oldest !== undefined) held.delete(oldest)
    return rules
  }

  async function readVersion(version: number, mode: ReadMode): Promise<SlaRules | null> {
    const known = held.get(version)
    if (known !== undefined) return known
    const item = await readItem({ table, clock }, rulesVersionKey(version), mode)
    if (item !== null) return hold(parseRulesItem(item))
    // A cheap read may be older than the one that named this version.
    return mode === 'eventual' ? readVersion(version, 'consistent') : null
  }

  return {
    current: async (mode) => {
      const pointer = await readItem({ table, clock }, rulesKey, mode)
      return pointer === null ? null : readVersion(parseRulesPointer(pointer), 'eventual')
    },
    version: (version) => readVersion(version, 'eventual'),
    save: async (rules, expectedVersion) => {
      const saved = await saveVersion(table, rules, expectedVersion)
      if (saved === 'saved') hold(rules)
      return saved
    },
  }
}

async function saveVersion(
  table: Table,
  rules: SlaRules,
  expectedVersion: number | null,
): Promise<'saved' | 'conflict'> {
  const item = toRulesItem(rules)
  const bytes = Buffer.byteLength(item.policies) + Buffer.byteLength(item.calendars)
  if (bytes > RULES_BYTES_MAX) {
    throw new AppError('item_too_large', `the rules have ${bytes} bytes, and ${RULES_BYTES_MAX} is the most`)
  }
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' }
  const unchanged =
    expectedVersion === null
      ? absent
      : {
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': expectedVersion },
        }
  return sendTransaction(table, [
    { Put: { TableName: table.name, Item: item, ...absent } },
    { Put: { TableName: table.name, Item: { ...rulesKey, version: rules.version }, ...unchanged } },
  ])
}
