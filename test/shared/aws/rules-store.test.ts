import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Table } from '../../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../../shared/aws/inbox-store.ts'
import { createRulesStore } from '../../../shared/aws/rules-store.ts'
import { DEFAULT_RULES } from '../../../shared/domain/sla/default-rules.ts'
import type { SlaRules } from '../../../shared/domain/sla/rules.ts'
import { type Dynoxide, startDynoxide } from '../../support/start-dynoxide.ts'

const clock = { now: () => new Date('2026-11-22T12:00:00.000Z') }

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`rules${++tables}`)
})

const rulesOf = (version: number, savedBy = 'deployment'): SlaRules => ({
  ...DEFAULT_RULES,
  version,
  savedAt: '2026-11-22T12:00:00.000Z',
  savedBy,
})

/** The table as somebody sees it who reads from a copy that has not heard of some items yet; counts the reads. */
function toLateTable(isUnknown: (sk: string) => boolean): { late: Table; reads: string[] } {
  const reads: string[] = []
  const send = (command: unknown): Promise<unknown> => {
    if (!(command instanceof GetCommand)) return table.client.send(command as never)
    const { Key, ConsistentRead } = command.input
    const sk = String(Key?.['sk'])
    reads.push(`${sk} ${ConsistentRead === true ? 'consistent' : 'eventual'}`)
    return ConsistentRead !== true && isUnknown(sk) ? Promise.resolve({}) : table.client.send(command)
  }
  return { late: { name: table.name, client: { send } as unknown as Table['client'] }, reads }
}

describe('the rules in the table', () => {
  it('this guarantees that before the first save there are none, and that each version is kept as it was saved', async () => {
    const store = createRulesStore(table, clock)
    expect(await store.current('consistent')).toBeNull()
    expect(await store.save(rulesOf(1), null)).toBe('saved')
    expect(await store.save({ ...rulesOf(2, 'user_7'), policies: [] }, 1)).toBe('saved')

    const other = createRulesStore(table, clock)
    expect(await other.current('consistent')).toEqual({ ...rulesOf(2, 'user_7'), policies: [] })
    expect(await other.version(1)).toEqual(rulesOf(1))
    expect(await other.version(3)).toBeNull()
  })

  it('this guarantees that of many who save upon the same version exactly one succeeds, and theirs are the current ones', async () => {
    await createRulesStore(table, clock).save(rulesOf(1), null)
    const savers = Array.from({ length: 8 }, (_, index) => `user_${index}`)
    const outcomes = await Promise.all(
      savers.map((saver) => createRulesStore(table, clock).save(rulesOf(2, saver), 1)),
    )
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
    const winner = savers[outcomes.indexOf('saved')]
    expect(await createRulesStore(table, clock).current('consistent')).toEqual(rulesOf(2, winner))
  })

  it.each([
    ['nothing was expected', rulesOf(2), null],
    ['an older version was expected', rulesOf(4), 2],
    ['the version is taken', rulesOf(2, 'user_7'), 3],
  ])('%s: this guarantees that nothing is saved', async (_, rules, expectedVersion) => {
    const store = createRulesStore(table, clock)
    for (const version of [1, 2, 3]) await store.save(rulesOf(version), version === 1 ? null : version - 1)
    expect(await store.save(rules, expectedVersion)).toBe('conflict')
    const other = createRulesStore(table, clock)
    expect(await other.current('consistent')).toEqual(rulesOf(3))
    expect(await other.version(2)).toEqual(rulesOf(2))
    expect(await other.version(4)).toBeNull()
  })

  it('this guarantees that rules which no item can hold are refused before anything is written', async () => {
    const store = createRulesStore(table, clock)
    const [policy] = DEFAULT_RULES.policies
    if (policy === undefined) throw new Error('there are defaults')
    const text = '\u{1F44B}'.repeat(1_000)
    const policies = Array.from({ length: 90 }, (_, index) => ({
      ...policy,
      id: `p${index}`,
      afterHours: { text, locale: 'en-GB' },
    }))
    await expect(store.save({ ...rulesOf(1), policies }, null)).rejects.toMatchObject({
      code: 'item_too_large',
    })
    expect(await store.current('consistent')).toBeNull()
  })
})

describe('an instance that reads the rules for every fact', () => {
  it('this guarantees that it reads a version once, and afterwards only which one counts', async () => {
    await createRulesStore(table, clock).save(rulesOf(1), null)
    const { late, reads } = toLateTable(() => false)
    const { rules } = createInboxStore(late, { clock, retentionDays: null })
    for (const mode of ['eventual', 'eventual', 'consistent'] as const) {
      expect(await rules.current(mode)).toEqual(rulesOf(1))
    }
    expect(reads).toEqual([
      'RULES eventual',
      'RULES#000000000001 eventual',
      'RULES eventual',
      'RULES consistent',
    ])
  })

  it('this guarantees that it takes up rules which somebody else has saved', async () => {
    const { rules } = createInboxStore(table, { clock, retentionDays: null })
    const store = createRulesStore(table, clock)
    for (let version = 1; version <= 10; version++) {
      await store.save(rulesOf(version), version === 1 ? null : version - 1)
      expect(await rules.current('eventual')).toEqual(rulesOf(version))
    }
  })

  it('this guarantees that a version which a cheap read does not see yet is read consistently', async () => {
    await createRulesStore(table, clock).save(rulesOf(1), null)
    const { late, reads } = toLateTable((sk) => sk.startsWith('RULES#'))
    expect(await createRulesStore(late, clock).current('eventual')).toEqual(rulesOf(1))
    expect(reads).toEqual(['RULES eventual', 'RULES#000000000001 eventual', 'RULES#000000000001 consistent'])
  })

  it('this guarantees that a pointer which a cheap read does not see yet is found by a consistent one', async () => {
    await createRulesStore(table, clock).save(rulesOf(1), null)
    const { late } = toLateTable(() => true)
    const store = createRulesStore(late, clock)
    expect(await store.current('eventual')).toBeNull()
    expect(await store.current('consistent')).toEqual(rulesOf(1))
  })
})
