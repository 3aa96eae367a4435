import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RulesStore } from '../../shared/app/ports.ts'
import { seedRules } from '../../shared/app/seed-rules.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const AT = '2026-11-22T12:00:00.000Z'
const clock = { now: () => new Date(AT) }
const pacer = { sleep: () => Promise.resolve(), random: () => 0 }
const QUICK = SlaRuleSet.parse({
  policies: [{ id: 'quick', targets: { first_response: 'PT5M', resolution: 'PT8H' } }],
  calendars: [],
})

let dynoxide: Dynoxide
let rules: RulesStore
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  rules = createRulesStore(await dynoxide.createInboxTable(`seed${++tables}`), clock)
})

const seed = (brought: SlaRuleSet, store: RulesStore = rules) =>
  seedRules({ rules: store, clock, pacer }, brought)

describe('the rules that a deployment brings', () => {
  it('are the first ones: this guarantees that a fresh deploy has clocks', async () => {
    expect(await seed(DEFAULT_RULES)).toEqual({ kind: 'saved', version: 1 })
    const saved = { ...DEFAULT_RULES, version: 1, savedAt: AT, savedBy: 'deployment' }
    expect(await rules.current('consistent')).toEqual(saved)
  })

  it('become a version when they differ from those of the last deployment: this guarantees that settings are followed', async () => {
    await seed(DEFAULT_RULES)
    expect(await seed(QUICK)).toEqual({ kind: 'saved', version: 2 })
    expect(await rules.current('consistent')).toMatchObject({ ...QUICK, version: 2 })
    expect(await rules.version(1)).toMatchObject(DEFAULT_RULES)
  })

  it('change nothing when they say the same in another order: this guarantees that a deployment moves no clock without a reason', async () => {
    await seed(QUICK)
    const [policy] = QUICK.policies
    const reordered = { ...policy, targets: { resolution: 'PT8H', first_response: 'PT5M' } }
    const same = SlaRuleSet.parse({ calendars: [], policies: [reordered] })
    expect(await seed(same)).toEqual({ kind: 'unchanged', version: 1 })
    expect(await rules.version(2)).toBeNull()
  })

  it('leave those of people alone: this guarantees that a deployment undoes nobody’s work', async () => {
    await seed(DEFAULT_RULES)
    const theirs = { ...QUICK, version: 2, savedAt: AT, savedBy: 'user_7' }
    await rules.save(theirs, 1)
    expect(await seed(DEFAULT_RULES)).toEqual({ kind: 'kept', version: 2, savedBy: 'user_7' })
    expect(await rules.current('consistent')).toEqual(theirs)
  })

  it('yield to somebody who saves at the same moment: this guarantees that a race is decided anew, on what stands then', async () => {
    await seed(DEFAULT_RULES)
    const theirs = { ...QUICK, version: 2, savedAt: AT, savedBy: 'user_7' }
    const raced: RulesStore = {
      ...rules,
      save: async (next, expectedVersion) => {
        await rules.save(theirs, 1)
        return rules.save(next, expectedVersion)
      },
    }
    expect(await seed({ policies: [], calendars: [] }, raced)).toMatchObject({ kind: 'kept', version: 2 })
    expect(await rules.current('consistent')).toEqual(theirs)
  })
})
