import { describe, expect, it } from 'vitest'
import { EVENTS } from '../../../../shared/domain/events.ts'
import { createStage } from './clock-stage.ts'
import { on, onePolicy } from './on-the-day.ts'

const TARGETS = { first_response: 'PT15M', next_response: 'PT15M', resolution: 'PT24H' }

describe('actions of a policy', () => {
  it('on warning and breach: this guarantees that each happens with its own line, by the policy', () => {
    const stage = createStage({
      rules: onePolicy({
        targets: TARGETS,
        actions: [
          { on: 'warning', do: { assignTeam: 'north' } },
          { on: 'breach', do: { addTag: 'late' } },
          { on: 'breach', do: { notify: true } },
        ],
      }),
    })
    stage.customerWrites(on('10:00'))
    stage.ticks(on('10:12'))
    expect(stage.conversation.team).toBe('north')
    stage.ticks(on('10:15'))
    expect(stage.conversation.tags).toEqual(['late'])
    expect(
      stage.log.slice(-4).map((entry) => entry.kind === 'activity' && [entry.type, entry.actor.id]),
    ).toEqual([
      ['conversation.assigned', 'sla:all'],
      ['sla.breached', null],
      ['conversation.tagged', 'sla:all'],
      ['conversation.action_taken', 'sla:all'],
    ])
    const notice = stage.last('conversation.action_taken')
    expect(EVENTS['conversation.action_taken'].data.parse(notice?.data)).toMatchObject({
      on: 'breach',
      instance: 1,
    })
  })

  it('already so: this guarantees that nothing is done or told', () => {
    const stage = createStage({
      rules: onePolicy({ targets: TARGETS, actions: [{ on: 'breach', do: { setPriority: 'normal' } }] }),
    })
    stage.customerWrites(on('10:00'))
    stage.ticks(on('10:15'))
    expect(stage.log.at(-1)).toMatchObject({ type: 'sla.breached' })
  })

  it('a priority that another policy asks for: this guarantees that it measures from then on', () => {
    const stage = createStage({
      rules: {
        policies: [
          { id: 'urgent', selector: { priority: 'urgent' }, targets: { ...TARGETS, resolution: 'PT1H' } },
          { id: 'rest', targets: TARGETS, actions: [{ on: 'breach', do: { setPriority: 'urgent' } }] },
        ],
      },
    })
    stage.customerWrites(on('10:00'))
    stage.ticks(on('10:15'))
    expect(stage.last('sla.rescheduled')?.data).toMatchObject({
      ...{ metric: 'resolution', policyId: 'urgent', dueAt: on('11:00') },
    })
    expect(stage.conversation.sla?.policy?.id).toBe('urgent')
  })
})

describe('an answer after hours', () => {
  const settings = {
    rules: onePolicy({
      targets: TARGETS,
      calendarId: 'office',
      afterHours: { text: 'Back {opensAt}.' },
    }),
    clockChannel: { replyWindow: 'PT24H' },
  }

  it('while nobody is there: this guarantees one a session, that says when people are back and answers nothing', () => {
    const stage = createStage(settings)
    stage.customerWrites(on('20:00'))
    stage.customerWrites(on('20:05'))
    const answers = stage.log.filter((entry) => entry.kind === 'message' && entry.direction === 'outbound')
    expect(answers).toMatchObject([
      { text: 'Back Thursday 26 March at 09:00 CET.', actor: { kind: 'automation' } },
    ])
    stage.attempts(2, on('20:06'))
    stage.accepts(2, on('20:06'))
    expect(stage.said()).not.toContain('fulfilled first_response 1')
    expect(stage.conversation).toMatchObject({ unread: 2, lastMessage: { direction: 'inbound' } })
  })

  it('in a new session: this guarantees another', () => {
    const stage = createStage(settings)
    stage.customerWrites(on('20:00'))
    stage.patches(on('20:01'), { status: 'closed' })
    stage.customerWrites(on('20:00', '2026-04-01'))
    expect(stage.conversation.sending?.queue).toHaveLength(2)
  })

  it.each([
    { name: 'in open hours', at: on('10:00'), sentAt: on('10:00'), canSend: true },
    { name: 'outside the reply window', at: on('20:00'), sentAt: on('19:00', '2026-03-24'), canSend: true },
    { name: 'where nothing can be sent', at: on('20:00'), sentAt: on('20:00'), canSend: false },
  ])('$name: this guarantees none', ({ at, sentAt, canSend }) => {
    const stage = createStage({ ...settings, clockChannel: { ...settings.clockChannel, canSend } })
    stage.customerWrites(at, { sentAt })
    expect(stage.conversation.sending).toBeNull()
  })
})

describe('window.closing', () => {
  const settings = { rules: onePolicy({ targets: {} }), clockChannel: { replyWindow: 'PT24H' } }
  const told = (stage: ReturnType<typeof createStage>) =>
    stage.events
      .filter(({ type }) => type === 'window.closing')
      .map(({ at, data }) => [at, data['percentLeft']])

  it('nobody answers: this guarantees that it is told at 25 and at 10 percent, once each', () => {
    const stage = createStage(settings)
    stage.customerWrites(on('10:00'))
    for (const time of ['03:59', '04:00', '04:01', '07:36', '09:00']) stage.ticks(on(time, '2026-03-26'))
    expect(told(stage)).toEqual([
      [on('04:00', '2026-03-26'), 25],
      [on('07:36', '2026-03-26'), 10],
    ])
    expect(stage.last('window.closing')?.data['closesAt']).toBe(on('10:00', '2026-03-26'))
  })

  it('answered: this guarantees that nothing is told', () => {
    const stage = createStage(settings)
    stage.customerWrites(on('10:00'))
    stage.externalWrites(on('10:05'))
    stage.ticks(on('04:00', '2026-03-26'))
    expect(told(stage)).toEqual([])
  })

  it('the customer writes again: this guarantees that it counts from that', () => {
    const stage = createStage(settings)
    stage.customerWrites(on('10:00'))
    stage.customerWrites(on('22:00'))
    stage.ticks(on('04:00', '2026-03-26'))
    expect(told(stage)).toEqual([])
    stage.ticks(on('16:00', '2026-03-26'))
    expect(told(stage)).toEqual([[on('16:00', '2026-03-26'), 25]])
  })
})
