import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { armConversation } from '../../shared/app/arm-conversation.ts'
import { createUnitOfWork } from '../../shared/app/unit-of-work.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import { createScriptedIngest, toEcho, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { createRandom } from '../support/random.ts'
import { saveRules } from '../support/save-rules.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { createVirtualWheel, type Mishaps } from '../support/virtual-wheel.ts'

const START = '2026-04-01T12:00:00.000Z'
const after = (seconds: number): string => new Date(Date.parse(START) + seconds * 1000).toISOString()
const CUSTOMERS = 24

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`clocktimers${++tables}`)
})

const rulesOf = (first: string, next = first): SlaRuleSet =>
  SlaRuleSet.parse({
    calendars: [],
    policies: [
      { id: 'all', targets: { first_response: first, next_response: next }, warnAt: ['50%', 'PT30S'] },
    ],
  })

/** Customers, a wheel that may fail, and the route by which a clock that moves is armed. */
async function openShop(mishaps: Partial<Mishaps> = {}) {
  const wheel = createVirtualWheel(table, START, mishaps)
  const inbox = createScriptedIngest(table, { now: wheel.clock.now })
  const identityOf = (n: number): Identity => ({
    channel: 'whatsapp',
    scope: '-',
    externalId: `+1555${1000 + n}`,
  })
  const idOf = (n: number): string =>
    toConversationId({ accountId: 'acc', identity: identityOf(n), root: null })
  const now = (): string => wheel.clock.now().toISOString()
  const arm = (n: number) =>
    armConversation({ store: wheel.store, timers: wheel.timers, clock: wheel.clock }, idOf(n))
  return {
    wheel,
    idOf,
    customerWrites: async (n: number) => {
      const event = { ...toMessage(`in ${n} ${now()}`, toParty(identityOf(n))), sentAt: now() }
      await inbox.ingest([event], { receivedAt: now(), key: event.providerId })
      await arm(n)
    },
    companyWrites: async (n: number) => {
      const thread = { visibility: 'private' as const, party: toParty(identityOf(n)) }
      const event = toEcho(`out ${n} ${now()}`, thread, now())
      await inbox.ingest([event], { receivedAt: now(), key: event.providerId })
      await arm(n)
    },
    /** Lines of the log that tell of a clock, with how late they were written, in seconds. */
    told: async (n: number) => {
      const conversation = await wheel.store.conversation(idOf(n), 'consistent')
      const log = await wheel.store.entriesBack(idOf(n), { from: 1, to: conversation?.seq ?? 0 })
      return log.flatMap((entry) => {
        if (entry.kind !== 'activity') return []
        const due = String(entry.data['breachedAt'] ?? entry.data['warnedAt'])
        const what = [entry.type, entry.data['threshold']]
          .filter((part) => typeof part === 'string')
          .join(' ')
        return [{ what, due, lateSeconds: (Date.parse(entry.at) - Date.parse(due)) / 1000 }]
      })
    },
  }
}

const WHOLE = ['sla.breached', 'sla.warning 50%', 'sla.warning PT30S']

describe('clocks on the wheel', () => {
  it('a quiet hour: this guarantees that every warning and breach is told within a second, once', async () => {
    await saveRules(table, rulesOf('PT20M'), START)
    const shop = await openShop()
    for (let n = 0; n < CUSTOMERS; n++) {
      await shop.wheel.turn(after(n * 37))
      await shop.customerWrites(n)
    }
    await shop.wheel.turn(after(3600))
    for (let n = 0; n < CUSTOMERS; n++) {
      const told = await shop.told(n)
      expect(told.map(({ what }) => what).toSorted()).toEqual(WHOLE)
      expect(Math.max(...told.map(({ lateSeconds }) => lateSeconds))).toBeLessThanOrEqual(1)
    }
  })

  it('timers and sweep dead for twenty minutes, messages lost, doubled and failing: this guarantees that nothing is told twice and nothing is forgotten', async () => {
    await saveRules(table, rulesOf('PT5M'), START)
    const random = createRandom(3)
    const isDead = (now: Date): boolean => now.toISOString() > after(200) && now.toISOString() < after(1400)
    let turning: () => Date = () => new Date(START)
    const shop = await openShop({
      isLost: () => random.chance(0.3),
      isDoubled: () => random.chance(0.5),
      isSweeping: (now) => !isDead(now),
      fails: () => isDead(turning()) || random.chance(0.2),
    })
    turning = shop.wheel.clock.now
    for (let n = 0; n < CUSTOMERS; n++) {
      await shop.wheel.turn(after(n * 20))
      await shop.customerWrites(n)
    }
    await shop.wheel.turn(after(3000))
    for (let n = 0; n < CUSTOMERS; n++) {
      expect((await shop.told(n)).map(({ what }) => what).toSorted()).toEqual(WHOLE)
    }
    // The lag is a figure of its own: what was due while everything was dead came that late.
    const lags = shop.wheel.handled.flatMap((outcome) => (outcome.kind === 'fired' ? [outcome.lateMs] : []))
    expect(Math.max(...lags)).toBeGreaterThan(60_000)
  })

  it('an answer while the timers are dead: this guarantees that it is judged by when it came, not by who looked', async () => {
    await saveRules(table, rulesOf('PT5M'), START)
    const shop = await openShop({ fails: () => true, isSweeping: () => false })
    await shop.customerWrites(1)
    await shop.customerWrites(2)
    await shop.wheel.turn(after(299))
    await shop.companyWrites(1)
    await shop.wheel.turn(after(301))
    await shop.companyWrites(2)
    expect((await shop.told(1)).map(({ what }) => what).toSorted()).toEqual([
      'sla.warning 50%',
      'sla.warning PT30S',
    ])
    const told = await shop.told(2)
    expect(told.map(({ what }) => what).toSorted()).toEqual(WHOLE)
    expect(told.find(({ what }) => what === 'sla.breached')?.due).toBe(after(300))
  })

  it('shorter targets saved meanwhile: this guarantees that clocks that run follow within a minute, and what lies in the past breaches at the change', async () => {
    await saveRules(table, rulesOf('PT8H'), START)
    const shop = await openShop()
    await shop.customerWrites(1)
    await shop.wheel.turn(after(1200))
    await shop.customerWrites(2)
    await saveRules(table, rulesOf('PT15M'), after(1200))
    await shop.wheel.turn(after(1265))
    const first = await shop.told(1)
    const [breach] = first.filter(({ what }) => what === 'sla.breached')
    expect(breach?.lateSeconds).toBe(0)
    expect(Date.parse(breach?.due ?? '')).toBeGreaterThanOrEqual(Date.parse(after(1200)))
    const second = await shop.wheel.store.conversation(shop.idOf(2), 'consistent')
    expect(second?.sla).toMatchObject({ rules: 2, clocks: [{ dueAt: after(1200 + 900), breachedAt: null }] })
    // Walked once: no conversation is looked at again until the rules change again.
    expect(await shop.wheel.sweep()).toMatchObject({ followed: 0 })
  })

  it('ten timers at once: this guarantees that a breach is recorded once', async () => {
    await saveRules(table, rulesOf('PT1M'), START)
    const shop = await openShop({ fails: () => true })
    await shop.customerWrites(1)
    await shop.wheel.turn(after(90))
    const timer = { conversationId: shop.idOf(1), at: after(60) }
    await Promise.all(Array.from({ length: 10 }, () => shop.wheel.fire(timer)))
    expect((await shop.told(1)).filter(({ what }) => what === 'sla.breached')).toHaveLength(1)
  })

  it('a unit that nobody commits: this guarantees that settled clocks change nothing by themselves', async () => {
    await saveRules(table, rulesOf('PT1M'), START)
    const shop = await openShop()
    await shop.customerWrites(1)
    const unit = createUnitOfWork(shop.wheel.fireDeps, 'consistent')
    const before = await unit.conversation(shop.idOf(1), false)
    if (before === null) throw new Error('the customer wrote')
    unit.tellDue(after(120))
    unit.putConversation(before)
    await unit.settleClocks()
    expect((await unit.conversation(before.id, false))?.seq).toBe(before.seq + 3)
    expect((await shop.wheel.store.conversation(before.id, 'consistent'))?.seq).toBe(before.seq)
  })
})
