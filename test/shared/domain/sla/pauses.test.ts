import { describe, expect, it } from 'vitest'
import { createStage } from './clock-stage.ts'
import { on, onePolicy } from './on-the-day.ts'

const RULES = onePolicy({ targets: { first_response: 'PT5H', resolution: 'PT4H' } })

function createWaiting() {
  const stage = createStage({ rules: RULES })
  stage.customerWrites(on('10:00'))
  return stage
}

type Stage = ReturnType<typeof createWaiting>

function resolutionDue({ conversation }: Stage): string | null | undefined {
  return conversation.sla?.clocks.find(({ metric }) => metric === 'resolution')?.dueAt
}

describe('a resolution', () => {
  it.each([
    { name: 'pending', patch: { status: 'pending' as const }, why: 'pending' },
    {
      name: 'snoozed for the customer',
      patch: { snoozedUntil: on('18:00'), snoozedFor: 'customer' as const },
      why: 'snoozed_for_customer',
    },
  ])('$name: this guarantees that it pauses, and the rest runs afterwards', ({ patch, why }) => {
    const stage = createWaiting()
    stage.patches(on('11:00'), patch)
    expect(stage.last('sla.paused')?.data).toMatchObject({
      metric: 'resolution',
      why,
      at: on('11:00'),
      dueAt: null,
    })
    stage.patches(on('13:00'), { status: 'open' })
    expect(stage.last('sla.resumed')?.data).toMatchObject({ at: on('13:00'), dueAt: on('16:00') })
  })

  it('an agent’s own snooze: this guarantees that it runs on', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { snoozedUntil: on('12:00'), snoozedFor: 'agent' })
    expect(resolutionDue(stage)).toBe(on('14:00'))
  })

  it('pending, then snoozed for the customer: this guarantees that the overlap counts once', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'pending' })
    stage.patches(on('11:30'), { snoozedUntil: on('12:00'), snoozedFor: 'customer' })
    stage.ticks(on('12:00'))
    expect(stage.said().filter((each) => each.startsWith('paused'))).toHaveLength(1)
    expect(resolutionDue(stage)).toBe(on('15:00'))
  })

  it('the customer writes while it is paused: this guarantees that it resumes', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'pending' })
    stage.customerWrites(on('12:00'))
    expect(stage.last('sla.resumed')?.data).toMatchObject({ metric: 'resolution', dueAt: on('15:00') })
  })

  it('paused in open hours only: this guarantees that only open time is given back', () => {
    const stage = createStage({ rules: onePolicy({ targets: { resolution: 'PT4H' }, calendarId: 'office' }) })
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:30'), { status: 'pending' })
    stage.patches(on('12:30'), { status: 'open' })
    expect(resolutionDue(stage)).toBe(on('16:00'))
  })

  it('breached, then paused: this guarantees that the breach stays dated and is not told again', () => {
    const stage = createWaiting()
    stage.ticks(on('14:00'))
    stage.patches(on('14:30'), { status: 'pending' })
    stage.patches(on('15:00'), { status: 'open' })
    stage.patches(on('15:30'), { status: 'closed' })
    expect(stage.said().filter((each) => each === 'breached resolution 1')).toHaveLength(1)
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      withinTarget: false,
      dueAt: on('14:00'),
      elapsedOpenMs: 5 * 3_600_000,
      elapsedWallMs: 5.5 * 3_600_000,
    })
  })

  it('closed and reopened soon: this guarantees that the time between does not count', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'closed' })
    stage.customerWrites(on('20:00'))
    expect(stage.last('sla.resumed')?.data).toMatchObject({ why: 'reopened', dueAt: on('23:00') })
  })

  it('resumed by what was received before the pause: this guarantees that no time counts twice', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'pending' })
    stage.customerWrites(on('10:30'))
    expect(stage.last('sla.resumed')?.data).toMatchObject({ at: on('11:00'), dueAt: on('14:00') })
    stage.patches(on('12:00'), { status: 'closed' })
    expect(stage.last('sla.fulfilled')?.data['elapsedOpenMs']).toBe(2 * 3_600_000)
  })

  it('paused as of before it resumed: this guarantees that its times stay in order', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'pending' })
    stage.customerWrites(on('12:00'))
    stage.patches(on('11:30'), { status: 'pending' })
    stage.patches(on('11:45'), { status: 'closed' })
    expect(stage.last('sla.paused')?.data['at']).toBe(on('12:00'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      stoppedAt: on('12:00'),
      elapsedOpenMs: 3_600_000,
    })
  })

  it('reopened where its policy has none any more: this guarantees that it stays ended', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'closed' })
    stage.setRules(onePolicy({ targets: { first_response: 'PT5H' } }))
    stage.patches(on('12:00'), { status: 'open' })
    stage.ticks(on('13:00'))
    expect(stage.said()).not.toContain('resumed resolution 1')
    expect(stage.said()).not.toContain('breached resolution 1')
  })
})

describe('an answer', () => {
  it('pending or snoozed: this guarantees that the customer’s wait runs on', () => {
    const stage = createWaiting()
    stage.patches(on('11:00'), { status: 'pending' })
    stage.ticks(on('15:00'))
    expect(stage.last('sla.breached')?.data).toMatchObject({
      metric: 'first_response',
      breachedAt: on('15:00'),
    })
  })
})
