import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { withDueAt } from '../../shared/domain/due.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import { conversationOf, messageOf } from '../functions/api/api-data.ts'
import { createRandom } from '../support/random.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { createVirtualWheel } from '../support/virtual-wheel.ts'

const START = '2026-04-01T12:00:00.000Z'
const after = (seconds: number): string => new Date(Date.parse(START) + seconds * 1000).toISOString()
const SENDING = { queue: [], attempt: null, notBefore: null, unknown: [] }

let dynoxide: Dynoxide
let table: Table
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  table = await dynoxide.createInboxTable(`timers${++tables}`)
})

const snoozed = (n: number, until: string): Conversation =>
  conversationOf(n, { status: 'snoozed', snoozedUntil: until, snoozedFor: 'agent', updatedAt: START })

type Wheel = ReturnType<typeof createVirtualWheel>

async function readEnd(wheel: Wheel, { id, seq }: Conversation): Promise<{ late: number; entries: number }> {
  const conversation = await wheel.store.conversation(id, 'consistent')
  if (conversation?.status !== 'open') return { late: Infinity, entries: 0 }
  const entry = await wheel.store.entry(id, seq + 1, 'consistent')
  const until = entry?.kind === 'activity' ? String(entry.data['snoozedUntil']) : ''
  return {
    late: (Date.parse(entry?.at ?? '') - Date.parse(until)) / 1000,
    entries: conversation.seq - seq,
  }
}

describe('the wheel', () => {
  it('snoozes of two hours: this guarantees that each ends once, within a second of its instant', async () => {
    const wheel = createVirtualWheel(table, START)
    const conversations = [1, 59, 60, 839, 840, 841, 899, 900, 901, 1800, 7199].map((seconds, n) =>
      snoozed(n, after(seconds)),
    )
    for (const conversation of conversations) await wheel.save(conversation)
    await wheel.turn(after(7300))
    for (const conversation of conversations) {
      const { late, entries } = await readEnd(wheel, conversation)
      expect(late).toBeGreaterThanOrEqual(0)
      expect(late).toBeLessThanOrEqual(1)
      expect(entries).toBe(1)
    }
    expect(wheel.waiting).toEqual([])
  })

  it('lost, doubled and failing timers: this guarantees that they cost a delay and nothing else', async () => {
    const random = createRandom(7)
    const chance = (probability: number) => () => random.chance(probability)
    const mishaps = { isLost: chance(0.4), isDoubled: chance(0.4), fails: chance(0.3) }
    const wheel = createVirtualWheel(table, START, mishaps)
    const conversations = Array.from({ length: 40 }, (_, n) => snoozed(n, after(random.integer(0, 3600))))
    for (const conversation of conversations) await wheel.save(conversation)
    await wheel.turn(after(3600 + 900))
    for (const conversation of conversations) {
      expect(await readEnd(wheel, conversation)).toMatchObject({ entries: 1 })
    }
  })

  it('a sweep that is dead for half an hour: this guarantees that it takes up where it was', async () => {
    const isDead = (now: Date) =>
      now.getTime() > Date.parse(after(600)) && now.getTime() < Date.parse(after(2400))
    const wheel = createVirtualWheel(table, START, { isSweeping: (now) => !isDead(now) })
    const conversations = Array.from({ length: 30 }, (_, n) => snoozed(n, after(120 * n + 1000)))
    for (const conversation of conversations) await wheel.save(conversation)
    await wheel.turn(after(5000))
    const ends = await Promise.all(conversations.map((conversation) => readEnd(wheel, conversation)))
    expect(ends.map(({ entries }) => entries)).toEqual(conversations.map(() => 1))
    conversations.forEach(({ snoozedUntil }, n) => {
      const isHit = (snoozedUntil ?? '') > after(1440) && (snoozedUntil ?? '') < after(2400)
      expect(ends[n]?.late).toBeLessThanOrEqual(isHit ? 2400 - 1440 + 1 : 1)
    })
  })

  it('ten duplicates at once: this guarantees that one of them has an effect', async () => {
    const wheel = createVirtualWheel(table, START)
    const { id } = await wheel.save(snoozed(1, after(0)))
    const timer = { conversationId: id, at: after(0) }
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => wheel.fire(timer)))
    expect(outcomes.filter(({ kind }) => kind === 'fired')).toHaveLength(1)
    expect(await wheel.store.conversation(id, 'consistent')).toMatchObject({ seq: 2, status: 'open' })
  })

  it('a timer whose instant has moved: this guarantees that a snooze that was prolonged does not end early', async () => {
    const wheel = createVirtualWheel(table, START)
    const first = await wheel.save(snoozed(1, after(60)))
    await wheel.save({ ...first, snoozedUntil: after(600) })
    await wheel.turn(after(599))
    expect(await wheel.store.conversation(first.id, 'consistent')).toMatchObject({ status: 'snoozed' })
    await wheel.turn(after(601))
    expect(await wheel.store.conversation(first.id, 'consistent')).toMatchObject({ status: 'open' })
  })

  it('a timer that comes early: this guarantees that clocks that differ cost no snooze', async () => {
    const wheel = createVirtualWheel(table, START)
    const { id } = await wheel.save(snoozed(1, after(60)))
    wheel.waiting.splice(0)
    expect(await wheel.fire({ conversationId: id, at: after(60) })).toEqual({ kind: 'early' })
    expect(wheel.waiting).toHaveLength(1)
  })

  it('a conversation that is gone: this guarantees that its timer ends quietly', async () => {
    const wheel = createVirtualWheel(table, START)
    const timer = { conversationId: conversationOf(1).id, at: START }
    expect(await wheel.fire(timer)).toEqual({ kind: 'nothing_due' })
  })
})

describe('what waits to be sent', () => {
  const reply = (seconds: number): Entry =>
    messageOf(conversationOf(1), 1, {
      direction: 'outbound',
      status: 'queued',
      providerId: null,
      at: START,
      outgoing: { quickReplies: [], template: null, rule: 'standard', expiresAt: after(seconds) },
    })

  it('a stranded message: this guarantees that it is asked for after a minute, and fails when its time is up', async () => {
    const wheel = createVirtualWheel(table, START)
    const sending = { ...SENDING, queue: [1] }
    const { id } = await wheel.save(conversationOf(1, { sending, updatedAt: START }), [reply(500)])
    await wheel.turn(after(59))
    expect(wheel.requested).toEqual([])
    await wheel.turn(after(62))
    expect(wheel.requested.map(({ conversationId }) => conversationId)).toEqual([id])
    await wheel.turn(after(490))
    const occasions = wheel.requested.map(({ occasion }) => occasion)
    expect(occasions).toHaveLength(new Set(occasions).size)
    await wheel.turn(after(502))
    expect(await wheel.store.entry(id, 1, 'consistent')).toMatchObject({
      status: 'failed',
      error: { code: 'send_expired' },
    })
    expect(await wheel.store.conversation(id, 'consistent')).toMatchObject({ sending: null, dueAt: null })
  })

  it('a platform’s pause of twelve minutes: this guarantees that the message is asked for when it ends', async () => {
    const wheel = createVirtualWheel(table, START)
    const sending = { ...SENDING, queue: [1], notBefore: after(720) }
    await wheel.save(conversationOf(1, { sending, updatedAt: START }), [reply(86_400)])
    await wheel.turn(after(719))
    expect(wheel.requested).toEqual([])
    await wheel.turn(after(721))
    expect(wheel.requested).toHaveLength(1)
  })
})

describe('the sweep', () => {
  it('many armed conversations: this guarantees that it reads what comes due, and nothing else', async () => {
    const wheel = createVirtualWheel(table, START)
    for (let n = 0; n < 120; n++) await wheel.save(snoozed(n, after(300 + n * 300)))
    await wheel.sweep()
    wheel.waiting.splice(0)
    await wheel.turn(after(59))
    let rows = 0
    const report = await wheel.sweep({
      due: {
        ...wheel.sweepDeps.due,
        due: async (...query) => {
          const page = await wheel.sweepDeps.due.due(...query)
          rows += page.rows.length
          return page
        },
      },
    })
    expect(report).toEqual({ armed: 0, repaired: 0, oldest: null, followed: 0 })
    expect(rows).toBe(0)
    expect(wheel.waiting).toEqual([])
  })

  it('killed before it says how far it came: this guarantees that the next one sends the same again', async () => {
    const wheel = createVirtualWheel(table, START)
    await wheel.save(snoozed(1, after(800)))
    wheel.waiting.splice(0)
    const killed = { ...wheel.sweepDeps.marks, write: () => Promise.reject(new Error('killed')) }
    await expect(wheel.sweep({ marks: killed })).rejects.toThrow('killed')
    expect(await wheel.sweep()).toMatchObject({ armed: 1 })
    expect(wheel.waiting).toHaveLength(2)
    expect(await wheel.sweep()).toMatchObject({ armed: 0 })
  })

  it('more than a page of one instant: this guarantees that none is passed over', async () => {
    const wheel = createVirtualWheel(table, START)
    const store = createInboxStore(table, { clock: wheel.clock, retentionDays: null })
    const ids = new Set<string>()
    for (let n = 0; n < 1_100; n += 50) {
      const writes = Array.from({ length: 50 }, (_, offset) => {
        const conversation = withDueAt(null, { ...snoozed(n + offset, after(400)), queueShard: 2 })
        ids.add(conversation.id)
        return { kind: 'conversation' as const, conversation, expectedVersion: null }
      })
      expect(await store.save(writes)).toBe('saved')
    }
    expect(await wheel.sweep()).toMatchObject({ armed: 1_100 })
    expect(new Set(wheel.waiting.map(({ timer }) => timer.conversationId))).toEqual(ids)
  })

  it('overdue: this guarantees that what half a minute did not settle is sent again, the oldest first', async () => {
    const wheel = createVirtualWheel(table, START)
    await wheel.save(snoozed(1, after(10)))
    await wheel.save(snoozed(2, after(5)))
    await wheel.sweep()
    await wheel.turn(after(0))
    wheel.waiting.splice(0)
    const later = (seconds: number) => ({ clock: { now: () => new Date(after(seconds)) } })
    expect(await wheel.sweep(later(34))).toMatchObject({ repaired: 0 })
    expect(await wheel.sweep(later(36))).toMatchObject({ repaired: 1, oldest: after(5) })
    expect(await wheel.sweep(later(41))).toMatchObject({ repaired: 2, oldest: after(5) })
  })
})

it('due after retention has taken it: this guarantees that an expired conversation does not stand in the index, overdue', async () => {
  const wheel = createVirtualWheel(table, START)
  const store = createInboxStore(table, { clock: wheel.clock, retentionDays: 1 })
  for (const [n, seconds] of [80_000, 90_000].entries()) {
    const conversation = withDueAt(null, { ...snoozed(n, after(seconds)), queueShard: 0 })
    await store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
  }
  const { rows } = await wheel.sweepDeps.due.due(0, { from: null, to: after(100_000) }, null, 10)
  expect(rows.map(({ at }) => at)).toEqual([after(80_000)])
})
