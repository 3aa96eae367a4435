import { describe, expect, it } from 'vitest'
import type { ActorKind } from '../../../../shared/domain/entry.ts'
import { createStage } from './clock-stage.ts'
import { on, onePolicy } from './on-the-day.ts'

function createAnswered() {
  const stage = createStage()
  stage.customerWrites(on('10:00'))
  send(stage, on('10:01'))
  return stage
}

function send(stage: ReturnType<typeof createStage>, at: string, kind: ActorKind = 'human'): number {
  const seq = stage.agentWrites(at, kind)
  stage.attempts(seq, at)
  stage.accepts(seq, at)
  return seq
}

describe('first, next and resolution', () => {
  it('a session asks for a first response once, then for next ones: this guarantees that instances count 1, 2, 3', () => {
    const stage = createAnswered()
    stage.customerWrites(on('10:05'))
    send(stage, on('10:06'))
    stage.customerWrites(on('10:07'))
    expect(stage.said()).toEqual([
      'started first_response 1',
      'started resolution 1',
      'fulfilled first_response 1',
      'started next_response 1',
      'fulfilled next_response 1',
      'started next_response 2',
    ])
  })

  it('more messages: this guarantees that the oldest unanswered one stays what the clock counts from', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.customerWrites(on('10:10'))
    send(stage, on('10:14'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      startedAt: on('10:00'),
      dueAt: on('10:15'),
      withinTarget: true,
      elapsedOpenMs: 14 * 60_000,
      elapsedWallMs: 14 * 60_000,
    })
  })

  it('the company wrote first: this guarantees that the first response is to the customer’s first answer', () => {
    const stage = createAnswered()
    stage.patches(on('10:10'), { status: 'closed' })
    stage.patches(on('10:00', '2026-04-01'), { status: 'open' })
    send(stage, on('10:01', '2026-04-01'))
    expect(stage.last('sla.started')?.data).toMatchObject({ metric: 'resolution', instance: 1 })
    stage.customerWrites(on('10:05', '2026-04-01'))
    expect(stage.said().slice(-2)).toEqual(['started first_response 2', 'started resolution 2'])
    expect(stage.last('sla.started')?.data['startedAt']).toBe(on('10:05', '2026-04-01'))
  })

  it.each([
    {
      name: 'within the grace of 72 hours',
      day: '2026-03-28',
      said: ['resumed resolution 1', 'started next_response 1'],
    },
    { name: 'after it', day: '2026-03-29', said: ['started first_response 2', 'started resolution 2'] },
  ])('reopened $name: this guarantees that the session is the right one', ({ day, said }) => {
    const stage = createAnswered()
    stage.patches(on('10:10'), { status: 'closed' })
    stage.customerWrites(on('10:10', day))
    expect(stage.said().slice(-2)).toEqual(said)
  })
})

describe('a qualifying reply', () => {
  it.each<{ name: string; kind: ActorKind; countsAi: boolean; counts: boolean }>([
    { name: 'of a person', kind: 'human', countsAi: false, counts: true },
    { name: 'of an AI that the policy counts', kind: 'ai', countsAi: true, counts: true },
    { name: 'of an AI otherwise', kind: 'ai', countsAi: false, counts: false },
    { name: 'of an automation', kind: 'automation', countsAi: true, counts: false },
  ])('$name: this guarantees that it counts: $counts', ({ kind, countsAi, counts }) => {
    const stage = createStage({ rules: onePolicy({ targets: { first_response: 'PT15M' }, countsAi }) })
    stage.customerWrites(on('10:00'))
    send(stage, on('10:05'), kind)
    expect(stage.said().includes('fulfilled first_response 1')).toBe(counts)
  })

  it('typed in the platform’s own app: this guarantees that it counts from the platform’s time', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.externalWrites(on('10:20'), on('10:14'))
    expect(stage.last('sla.fulfilled')).toMatchObject({
      seq,
      data: { stoppedAt: on('10:14'), withinTarget: true },
    })
  })

  it('a note: this guarantees that it answers nobody', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.notes(on('10:05'))
    expect(stage.said()).not.toContain('fulfilled first_response 1')
  })

  it('written, and not yet taken: this guarantees that only the platform’s acceptance counts', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:05'))
    stage.attempts(seq, on('10:16'))
    stage.accepts(seq, on('10:16'))
    expect(stage.said().slice(-2)).toEqual(
      ['breached first_response 1', 'fulfilled first_response 1'].toSorted(),
    )
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('10:15'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({ stoppedAt: on('10:16'), withinTarget: false })
  })

  it('what the customer wrote after it: this guarantees that it waits from its own time', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:01'))
    stage.customerWrites(on('10:02'))
    stage.attempts(seq, on('10:03'))
    stage.accepts(seq, on('10:03'))
    expect(stage.last('sla.started')?.data).toMatchObject({
      metric: 'next_response',
      startedAt: on('10:02'),
      dueAt: on('10:17'),
    })
  })
})

describe('closing', () => {
  it('a question that nobody tried to answer: this guarantees that nothing is owed any more', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:05'), { status: 'closed' })
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ metric: 'first_response', reason: 'closed' })
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({ metric: 'resolution', withinTarget: true })
  })

  it('with a reply under way: this guarantees that it still has to arrive', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:04'))
    stage.patches(on('10:05'), { status: 'closed' })
    expect(stage.said()).not.toContain('cancelled first_response 1')
    stage.attempts(seq, on('10:06'))
    stage.fails(seq, on('10:06'))
    stage.ticks(on('10:15'))
    expect(stage.said()).toContain('breached first_response 1')
  })
})
