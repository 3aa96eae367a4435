import { describe, expect, it } from 'vitest'
import type { StageSettings } from './clock-stage.ts'
import { createStage } from './clock-stage.ts'
import { on, OFFICE, onePolicy } from './on-the-day.ts'

const FAST = { first_response: 'PT5M', next_response: 'PT5M', resolution: 'PT1H' }
const SLOW = { first_response: 'PT2H', next_response: 'PT2H', resolution: 'PT8H' }

function createSorted() {
  return createStage({
    rules: {
      calendars: [OFFICE],
      policies: [
        { id: 'urgent', selector: { priority: 'urgent' }, targets: FAST },
        { id: 'silent', selector: { tag: 'partner' }, targets: {} },
        { id: 'office', selector: { tag: 'vip' }, targets: SLOW, calendarId: 'office' },
        { id: 'rest', targets: SLOW },
      ],
    },
  })
}

describe('the policy that measures', () => {
  it.each<{ name: string; selector: object; settings: StageSettings; fits: boolean }>([
    { name: 'by channel', selector: { channel: 'sms' }, settings: {}, fits: true },
    { name: 'by another channel', selector: { channel: 'web' }, settings: {}, fits: false },
    {
      name: 'by visibility',
      selector: { visibility: 'public' },
      settings: { visibility: 'public' },
      fits: true,
    },
    { name: 'by account', selector: { account: 'acc' }, settings: {}, fits: true },
    { name: 'by another account', selector: { account: 'other' }, settings: {}, fits: false },
    { name: 'by all of it', selector: { channel: 'sms', priority: 'urgent' }, settings: {}, fits: false },
  ])('$name: this guarantees that the first that fits is it', ({ selector, settings, fits }) => {
    const policies = [
      { id: 'first', selector, targets: FAST },
      { id: 'last', targets: FAST },
    ]
    const stage = createStage({ ...settings, rules: { policies } })
    stage.customerWrites(on('10:00'))
    expect(stage.last('sla.started')?.data['policyId']).toBe(fits ? 'first' : 'last')
  })

  it.each([
    { channel: 'facebook', visibility: 'public', due: on('16:00') },
    { channel: 'twitter', visibility: 'private', due: on('10:30') },
    { channel: 'web', visibility: 'private', due: on('10:01') },
  ] as const)(
    'of $channel, $visibility, by default: this guarantees the target of its customers',
    ({ due, ...settings }) => {
      const stage = createStage(settings)
      stage.customerWrites(on('10:00'))
      expect(stage.events.find(({ type }) => type === 'sla.started')?.data['dueAt']).toBe(due)
    },
  )
})

describe('chosen again', () => {
  it('by priority: this guarantees that clocks keep their start and get another due time', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:02'), { priority: 'urgent' })
    expect(stage.events.filter(({ type }) => type === 'sla.rescheduled').map(({ data }) => data)).toEqual([
      expect.objectContaining({
        ...{ metric: 'first_response', policyId: 'urgent', startedAt: on('10:00') },
        ...{ previousDueAt: on('12:00'), dueAt: on('10:05'), at: on('10:02') },
      }),
      expect.objectContaining({ metric: 'resolution', dueAt: on('11:00') }),
    ])
  })

  it('due in the past by the new one: this guarantees a breach at the moment of the change', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:30'), { priority: 'urgent' })
    expect(stage.last('sla.breached')?.data).toMatchObject({
      metric: 'first_response',
      breachedAt: on('10:30'),
    })
  })

  it('after a breach: this guarantees that it stays as it was dated, by the policy that dated it', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('12:30'), { priority: 'urgent' })
    const breach = stage.events.find(({ type }) => type === 'sla.breached')
    expect(breach?.data).toMatchObject({
      metric: 'first_response',
      policyId: 'rest',
      breachedAt: on('12:00'),
    })
    expect(stage.conversation.sla?.clocks[0]?.breachedAt).toBe(on('12:00'))
  })

  it('with other hours: this guarantees that used time stays used and the rest runs by them', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('11:00'), { tags: { add: ['vip'] } })
    expect(stage.conversation.sla?.clocks[0]).toMatchObject({ usedMs: 3_600_000, dueAt: on('13:00') })
  })

  it('with other hours that end the same: this guarantees that the change is told', () => {
    const stage = createSorted()
    stage.customerWrites(on('08:00'))
    stage.patches(on('08:30'), { tags: { add: ['vip'] } })
    expect(stage.events.find(({ type }) => type === 'sla.rescheduled')?.data).toMatchObject({
      ...{ metric: 'first_response', calendarId: 'office' },
      ...{ previousDueAt: on('10:00'), dueAt: on('10:00') },
    })
  })

  it('after an answer that is learned of later: this guarantees that time up to the answer counts, and no more', () => {
    const stage = createStage({ rules: onePolicy({ targets: FAST, calendarId: 'office' }) })
    stage.customerWrites(on('11:50'))
    stage.setRules(onePolicy({ targets: SLOW, calendarId: 'office' }))
    stage.patches(on('12:04'), { priority: 'urgent' })
    stage.externalWrites(on('12:03'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      stoppedAt: on('12:03'),
      elapsedOpenMs: 180_000,
      elapsedWallMs: 780_000,
    })
  })

  it('while it is paused: this guarantees that it resumes by the new one', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:30'), { status: 'pending' })
    stage.patches(on('11:00'), { priority: 'urgent' })
    stage.patches(on('12:00'), { status: 'open' })
    expect(stage.last('sla.resumed')?.data).toMatchObject({ policyId: 'urgent', dueAt: on('12:30') })
  })

  it('a tag that no policy asks for: this guarantees that nothing is told', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:02'), { tags: { add: ['blue'] } })
    expect(stage.said()).toHaveLength(2)
  })

  it('without targets: this guarantees that clocks end; with them again, that the wait keeps its start', () => {
    const stage = createSorted()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:10'), { tags: { add: ['partner'] } })
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ reason: 'policy', policyId: 'rest' })
    stage.patches(on('10:20'), { tags: { remove: ['partner'] } })
    expect(stage.said().slice(-2)).toEqual(['started first_response 2', 'started resolution 2'])
    const started = stage.events.filter(({ type }) => type === 'sla.started').slice(-2)
    expect(started.map(({ data }) => data['startedAt'])).toEqual([on('10:00'), on('10:20')])
  })

  it('the first that fits, after the target’s time: this guarantees a breach at the choice, not before', () => {
    const stage = createStage({
      rules: { policies: [{ id: 'vip', selector: { tag: 'vip' }, targets: FAST }] },
    })
    stage.customerWrites(on('10:00'))
    expect(stage.said()).toEqual([])
    stage.patches(on('10:30'), { tags: { add: ['vip'] } })
    expect(stage.last('sla.breached')?.data).toMatchObject({
      startedAt: on('10:00'),
      breachedAt: on('10:30'),
    })
  })

  it('rules saved anew: this guarantees that the next move goes by them, and says their version', () => {
    const stage = createStage({ rules: onePolicy({ targets: SLOW }) })
    stage.customerWrites(on('10:00'))
    stage.setRules(onePolicy({ targets: FAST }))
    stage.notes(on('10:01'))
    expect(stage.said()).not.toContain('rescheduled first_response 1')
    stage.customerWrites(on('10:02'))
    expect(stage.last('sla.rescheduled')?.data).toMatchObject({ policyVersion: 2 })
    expect(stage.conversation.sla?.clocks[0]?.dueAt).toBe(on('10:05'))
  })
})

describe('what a clock tells', () => {
  it('its start: this guarantees all of its data', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    expect(stage.events.find(({ type }) => type === 'sla.started')?.data).toEqual({
      ...{ metric: 'first_response', instance: 1, entryId: 'msg_aaaaaaaaaaaaaaaaaaaaaaaaaa_1' },
      ...{ policyId: 'sms-private', policyVersion: 1, calendarId: null },
      ...{ startedAt: on('10:00'), dueAt: on('10:15'), assignee: null, team: null },
    })
  })

  it('a breach: this guarantees whose it is by then', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:01'), { assignee: 'ada', team: 'north' })
    stage.ticks(on('10:15'))
    expect(stage.last('sla.breached')?.data).toMatchObject({
      assignee: 'ada',
      team: 'north',
      breachedAt: on('10:15'),
    })
  })
})
