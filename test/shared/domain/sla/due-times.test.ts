import { describe, expect, it } from 'vitest'
import { createStage } from './clock-stage.ts'
import { on, onePolicy } from './on-the-day.ts'

const TARGETS = { first_response: 'PT2H', next_response: 'PT2H' }

describe('open hours', () => {
  it.each([
    { name: 'across the lunch break', from: on('10:30'), due: on('13:30') },
    { name: 'over night', from: on('15:30'), due: on('09:30', '2026-03-26') },
    {
      name: 'over a weekend on which the clocks are put forward',
      from: on('15:30', '2026-03-27'),
      due: on('08:30', '2026-03-30'),
    },
    { name: 'before opening', from: on('05:00'), due: on('10:00') },
    { name: 'in the lunch break', from: on('11:15'), due: on('14:00') },
  ])('$name: this guarantees that only they count', ({ from, due }) => {
    const stage = createStage({ rules: onePolicy({ targets: TARGETS, calendarId: 'office' }) })
    stage.customerWrites(from)
    expect(stage.last('sla.started')?.data).toMatchObject({ dueAt: due, calendarId: 'office' })
  })

  it('no calendar: this guarantees that every hour counts', () => {
    const stage = createStage({ rules: onePolicy({ targets: TARGETS }) })
    stage.customerWrites(on('23:00', '2026-03-28'))
    expect(stage.last('sla.started')?.data['dueAt']).toBe(on('01:00', '2026-03-29'))
  })
})

describe('the platform’s reply window', () => {
  const settings = (first: string) => ({
    rules: onePolicy({ targets: { first_response: first, next_response: first, resolution: 'PT400H' } }),
    clockChannel: { replyWindow: 'PT24H' },
  })

  it('closes before the target: this guarantees that the answer is due half an hour before, the resolution is not', () => {
    const stage = createStage(settings('PT30H'))
    stage.customerWrites(on('10:00'))
    expect(
      stage.events.filter(({ type }) => type === 'sla.started').map(({ data }) => data['dueAt']),
    ).toEqual([on('09:30', '2026-03-26'), on('02:00', '2026-04-11')])
    stage.ticks(on('09:30', '2026-03-26'))
    expect(stage.last('sla.breached')?.data['reason']).toBe('window')
  })

  it('closes after it: this guarantees that the target counts', () => {
    const stage = createStage(settings('PT2H'))
    stage.customerWrites(on('10:00'))
    expect(stage.conversation.sla?.clocks[0]).toMatchObject({ dueAt: on('12:00'), dueBy: 'target' })
  })

  it('the customer writes again: this guarantees that it moves, and the start does not', () => {
    const stage = createStage(settings('PT30H'))
    stage.customerWrites(on('10:00'))
    stage.customerWrites(on('12:00'))
    expect(stage.last('sla.rescheduled')?.data).toMatchObject({
      startedAt: on('10:00'),
      previousDueAt: on('09:30', '2026-03-26'),
      dueAt: on('11:30', '2026-03-26'),
    })
  })

  it('the customer writes after it was missed, and nobody had looked: this guarantees that it stays missed', () => {
    const stage = createStage(settings('PT30H'))
    stage.customerWrites(on('10:00'))
    stage.customerWrites(on('09:45', '2026-03-26'))
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('09:30', '2026-03-26'))
    expect(stage.said()).not.toContain('rescheduled first_response 1')
  })

  it('a reply that failed: this guarantees that the window is the one of what the customer wrote since', () => {
    const stage = createStage(settings('PT30H'))
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:05'))
    stage.attempts(seq, on('10:05'))
    stage.accepts(seq, on('10:05'))
    stage.customerWrites(on('12:00'))
    stage.fails(seq, on('12:01'))
    expect(stage.conversation.sla?.clocks).toContainEqual(
      expect.objectContaining({
        metric: 'first_response',
        dueAt: on('11:30', '2026-03-26'),
        dueBy: 'window',
      }),
    )
  })

  it.each([
    { name: 'closed at arrival', sentAt: on('09:00', '2026-03-24'), reason: 'window_closed' },
    { name: 'within its margin', sentAt: on('10:10', '2026-03-24'), reason: 'window' },
  ])('$name: this guarantees a breach at the start', ({ sentAt, reason }) => {
    const stage = createStage(settings('PT2H'))
    stage.customerWrites(on('10:00'), { sentAt })
    expect(stage.last('sla.breached')?.data).toMatchObject({
      metric: 'first_response',
      startedAt: on('10:00'),
      breachedAt: on('10:00'),
      reason,
    })
  })
})

describe('warnings', () => {
  it('in percent and in time left: this guarantees that each is told once, at its time', () => {
    const stage = createStage({
      rules: onePolicy({ targets: { first_response: 'PT1H' }, warnAt: ['50%', '90%', 'PT10M', 'PT2H'] }),
    })
    stage.customerWrites(on('10:00'))
    for (const time of ['10:30', '10:30', '10:49', '10:50', '10:54', '10:59']) stage.ticks(on(time))
    const told = stage.events.filter(({ type }) => type === 'sla.warning')
    expect(told.map(({ data }) => [data['threshold'], data['warnedAt']])).toEqual([
      ['50%', on('10:30')],
      ['PT10M', on('10:50')],
      ['90%', on('10:54')],
    ])
  })

  it('a policy that says nothing: this guarantees one at 80 percent of open time', () => {
    const stage = createStage({
      rules: onePolicy({ targets: { first_response: 'PT5H' }, calendarId: 'office' }),
    })
    stage.customerWrites(on('08:00'))
    expect(stage.conversation.sla?.clocks[0]?.warnAt).toBe(on('13:00'))
  })

  it('told late: this guarantees that they are dated when they were due, before the breach', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.ticks(on('11:00'))
    expect(stage.said().slice(2)).toEqual(['warning first_response 1', 'breached first_response 1'])
    expect(stage.last('sla.warning')?.data['warnedAt']).toBe(on('10:12'))
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('10:15'))
    stage.ticks(on('11:01'))
    expect(stage.said()).toHaveLength(4)
  })
})
