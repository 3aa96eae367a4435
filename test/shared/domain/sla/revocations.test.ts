import { describe, expect, it } from 'vitest'
import { createStage } from './clock-stage.ts'
import { on } from './on-the-day.ts'

function createSent() {
  const stage = createStage()
  const question = stage.customerWrites(on('10:00'))
  const seq = stage.agentWrites(on('10:05'))
  stage.attempts(seq, on('10:05'))
  stage.accepts(seq, on('10:05'))
  return { stage, question, seq }
}

function createLost() {
  const stage = createStage()
  stage.customerWrites(on('10:00'))
  const seq = stage.agentWrites(on('10:05'))
  stage.attempts(seq, on('10:05'))
  stage.loses(seq, on('10:06'))
  return { stage, seq }
}

describe('a reply that fails later', () => {
  it('where the policy of by now asks for no answer: this guarantees that nobody waits for one', () => {
    const { stage, seq } = createSent()
    stage.setRules({ policies: [{ id: 'silent', targets: {} }] })
    stage.fails(seq, on('10:06'))
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ metric: 'first_response', reason: 'policy' })
    expect(stage.conversation.sla?.clocks).toEqual([])
    stage.setRules({})
    stage.patches(on('10:07'), { priority: 'high' })
    expect(stage.said()).toContain('started first_response 2')
  })

  it('after another whose failure says a later time: this guarantees that each is revoked once', () => {
    const { stage, seq } = createSent()
    const other = stage.externalWrites(on('10:06'))
    stage.fails(seq, on('10:09'))
    expect(stage.last('sla.fulfilled')?.data['stoppedAt']).toBe(on('10:06'))
    stage.fails(other, on('10:08'))
    // Everything is judged again.
    stage.removes(stage.customerWrites(on('10:10')), on('10:11'))
    expect(stage.said().filter((each) => each === 'fulfilment_revoked first_response 1')).toHaveLength(2)
  })

  it('before the answer was due: this guarantees that the clock warns and breaches as if there had been none', () => {
    const { stage, seq } = createSent()
    stage.fails(seq, on('10:06'))
    expect(stage.last('sla.fulfilment_revoked')?.data).toMatchObject({ reason: 'failed', dueAt: on('10:15') })
    stage.ticks(on('10:12'))
    expect(stage.last('sla.warning')?.data).toMatchObject({ threshold: '80%', warnedAt: on('10:12') })
    stage.ticks(on('10:15'))
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('10:15'))
  })

  it('after it: this guarantees that the breach is dated at the original due time', () => {
    const { stage, seq } = createSent()
    stage.fails(seq, on('10:40'))
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('10:15'))
    expect(stage.records.at(-1)).toMatchObject({ state: 'open', breachedAt: on('10:15'), stoppedAt: null })
  })

  it('while another stands: this guarantees that the other is the answer', () => {
    const { stage, seq } = createSent()
    stage.externalWrites(on('10:08'))
    stage.fails(seq, on('10:20'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({ stoppedAt: on('10:08'), withinTarget: true })
    expect(stage.said()).not.toContain('breached first_response 1')
  })

  it('two in flight: this guarantees that what was taken first answers, whoever wrote first', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const slow = stage.agentWrites(on('10:01'))
    const outside = stage.externalWrites(on('10:02'))
    stage.attempts(slow, on('10:10'))
    stage.accepts(slow, on('10:10'))
    const other = stage.customerWrites(on('10:11'))
    stage.removes(other, on('10:12'))
    expect(stage.said()).not.toContain('fulfilment_revoked first_response 1')
    expect(stage.last('sla.fulfilled')?.seq).toBe(outside)
  })

  it('and comes after all: this guarantees that it is the answer again, and what came after it still waits', () => {
    const { stage, seq } = createSent()
    stage.customerWrites(on('10:06'))
    stage.fails(seq, on('10:07'))
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ metric: 'next_response', reason: 'merged' })
    stage.receipt(seq, 'delivered', on('10:09'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      metric: 'first_response',
      stoppedAt: on('10:05'),
    })
    expect(stage.last('sla.started')?.data).toMatchObject({ instance: 2, startedAt: on('10:06') })
  })

  it('refused by the call and taken after all: this guarantees that later questions keep waiting', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:01'))
    stage.attempts(seq, on('10:01'))
    stage.fails(seq, on('10:02'))
    stage.customerWrites(on('10:03'))
    stage.revives(seq, on('10:04'))
    expect(stage.said().slice(-2)).toEqual(['fulfilled first_response 1', 'started next_response 1'])
  })

  it('sent and failed in one transaction: this guarantees that it answered nobody', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:05'))
    stage.attempts(seq, on('10:05'))
    stage.acceptsAndFails(seq, on('10:06'))
    stage.ticks(on('10:15'))
    expect(stage.said()).toContain('breached first_response 1')
  })

  it('in a conversation that is spam by now: this guarantees that nobody waits there again', () => {
    const { stage, seq } = createSent()
    stage.patches(on('10:06'), { tags: { add: ['spam'] } })
    stage.fails(seq, on('10:07'))
    expect(stage.conversation.sla?.waits).toEqual([])
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ metric: 'first_response', reason: 'spam' })
  })
})

describe('a reply in doubt', () => {
  it('this guarantees that it counts from the attempt', () => {
    const { stage } = createLost()
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({ stoppedAt: on('10:05'), withinTarget: true })
  })

  it('settled in time: this guarantees that nothing is revoked', () => {
    const { stage, seq } = createLost()
    stage.accepts(seq, on('10:14:59'))
    stage.ticks(on('10:15'))
    expect(stage.said()).not.toContain('fulfilment_revoked first_response 1')
  })

  it('unsettled for ten minutes: this guarantees that it is revoked then, and not before', () => {
    const { stage } = createLost()
    stage.ticks(on('10:14:59'))
    expect(stage.said()).not.toContain('fulfilment_revoked first_response 1')
    stage.ticks(on('10:15'))
    expect(stage.last('sla.fulfilment_revoked')?.data['reason']).toBe('unknown')
    expect(stage.last('sla.breached')?.data['breachedAt']).toBe(on('10:15'))
  })

  it('over when the customer writes before any timer: this guarantees that it was over at its time', () => {
    const { stage } = createLost()
    stage.customerWrites(on('10:30'))
    expect(stage.said()).toContain('fulfilment_revoked first_response 1')
    expect(stage.said()).not.toContain('started next_response 1')
  })

  it('where no policy fits: this guarantees that its timer comes to rest', () => {
    const stage = createStage({ rules: { policies: [] } })
    stage.customerWrites(on('10:00'))
    const seq = stage.agentWrites(on('10:05'))
    stage.attempts(seq, on('10:05'))
    stage.loses(seq, on('10:06'))
    stage.ticks(on('10:15'))
    expect(stage.conversation.sla).toMatchObject({ doubts: [], waits: [{ seq: 1 }] })
    expect(stage.conversation.dueAt !== null && stage.conversation.dueAt > on('10:15')).toBe(true)
  })
})

describe('a question taken back', () => {
  it('while it waits: this guarantees that the next one waits in its place', () => {
    const stage = createStage()
    const first = stage.customerWrites(on('10:00'))
    stage.customerWrites(on('10:02'))
    stage.removes(first, on('10:03'))
    expect(stage.last('sla.cancelled')?.data['reason']).toBe('withdrawn')
    expect(stage.last('sla.started')?.data).toMatchObject({ instance: 2, startedAt: on('10:02') })
  })

  it('after it was answered: this guarantees that the answer stands, whatever else turns out', () => {
    const { stage, question, seq } = createSent()
    stage.removes(question, on('10:06'))
    const later = stage.customerWrites(on('10:07'))
    stage.removes(later, on('10:08'))
    expect(stage.last('sla.fulfilled')?.data['byEntryId']).toMatch(new RegExp(`_${seq}$`))
    expect(stage.said()).not.toContain('cancelled first_response 1')
  })
})
