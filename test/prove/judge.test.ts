import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { BREAKS } from './breaks.ts'
import { CLOCK_BREAKS } from './clock-breaks.ts'
import { HANDOFF_BREAKS } from './handoff-breaks.ts'
import { judge } from './judge.ts'
import { toPerfectReadBack } from './perfect-read-back.ts'
import { makePlan } from './plan.ts'
import { REPLY_BREAKS } from './reply-breaks.ts'

const plan = makePlan({
  seed: 1,
  entries: 120,
  customers: 18,
  replies: 24,
  startAt: new Date('2026-11-22T00:00:00Z'),
  channels: CHANNELS.map(({ manifest }) => manifest.name),
})

const ALL = [...BREAKS, ...REPLY_BREAKS, ...HANDOFF_BREAKS]

describe('the judges: this guarantees that', () => {
  it('an inbox that did everything right is proven, with repeated events', () => {
    const read = toPerfectReadBack(plan)
    const { feed } = read.events
    const verdict = judge(plan, { ...read, events: { ...read.events, feed: [...feed, ...feed.slice(0, 5)] } })
    expect(verdict.findings.filter(({ count }) => count > 0)).toEqual([])
    expect(verdict).toMatchObject({
      isProven: true,
      figures: { sent: 120, stored: 120, missing: 0, repeats: 5 },
      handoffs: { offered: 3, completed: 1, expired: 0, declined: 1, open: 1, pages: 1 },
      replies: { accepted: 24, sentOnce: 24, failed: 0, unknown: 0, sentTwice: 0, unaccounted: 0 },
    })
  })

  it('an account that says once that its platform is late is none: what is made up is hours old', () => {
    const read = toPerfectReadBack(plan)
    const [event] = read.events.feed
    const late = { ...event, id: 'evt_late', type: 'account.degraded', data: { code: 'webhooks_delayed' } }
    for (const events of Object.values(read.events)) (events as unknown[]).push(late)
    expect(judge(plan, read).isProven).toBe(true)
  })

  it.each(ALL)('$finding is found when $name', ({ finding, break: breakIt }) => {
    const read = toPerfectReadBack(plan)
    breakIt(read)
    const { isProven, findings } = judge(plan, read)
    expect(isProven).toBe(false)
    expect(findings.find(({ name }) => name === finding)?.count).toBeGreaterThan(0)
  })

  it('nothing is looked for that no test can break', () => {
    const names = judge(plan, toPerfectReadBack(plan)).findings.map(({ name }) => name)
    const broken = [...ALL, ...CLOCK_BREAKS].map(({ finding }) => finding)
    expect([...new Set(broken)].sort()).toEqual([...names].sort())
  })
})
