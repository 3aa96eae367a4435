import { describe, expect, it } from 'vitest'
import type { Content } from '../../../../shared/domain/content.ts'
import { createStage } from './clock-stage.ts'
import { on, onePolicy } from './on-the-day.ts'

type Stage = ReturnType<typeof createStage>

const TAP: Content = { type: 'interactive', kind: 'referral', payload: null, description: null }
const PRESS: Content = { type: 'interactive', kind: 'postback', payload: 'a', description: null }

function answer(stage: Stage, at: string): number {
  const seq = stage.agentWrites(at)
  stage.attempts(seq, at)
  stage.accepts(seq, at)
  return seq
}

describe('what starts a clock', () => {
  it.each<{ name: string; options: Parameters<Stage['customerWrites']>[1]; starts: boolean }>([
    { name: 'words', options: {}, starts: true },
    { name: 'a file', options: { content: { type: 'media' } }, starts: true },
    { name: 'a button pressed', options: { content: PRESS }, starts: true },
    { name: 'a tap that leads here', options: { content: TAP }, starts: false },
    { name: 'a word that opts out', options: { isOptOut: true }, starts: false },
  ])('$name: this guarantees that one starts: $starts', ({ options, starts }) => {
    const stage = createStage()
    stage.customerWrites(on('10:00'), options)
    expect(stage.said().includes('started first_response 1')).toBe(starts)
  })

  it('a word that opts out of a closed conversation: this guarantees that nothing resumes', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:01'), { status: 'closed' })
    stage.customerWrites(on('10:02'), { isOptOut: true })
    expect(stage.said()).not.toContain('resumed resolution 1')
  })

  it('a late message: this guarantees that the clock counts from when we knew, and reports from when it was sent', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'), { sentAt: on('09:50') })
    answer(stage, on('10:05'))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({
      startedAt: on('10:00'),
      elapsedWallMs: 300_000,
    })
    expect(stage.records.at(-1)).toMatchObject({ elapsedWallMs: 300_000, elapsedSinceSentMs: 900_000 })
  })
})

describe('an edit', () => {
  it('before the reply: this guarantees that the start stays', () => {
    const stage = createStage()
    const seq = stage.customerWrites(on('10:00'))
    stage.edits(seq, on('10:05'), 'other words')
    expect(stage.said().filter((each) => each.includes('response'))).toEqual(['started first_response 1'])
  })

  it.each([
    { name: 'to other words', text: 'other words', starts: true },
    { name: 'to the same words', text: 'hello', starts: false },
  ])('$name after the reply: this guarantees that one starts: $starts', ({ text, starts }) => {
    const stage = createStage()
    const seq = stage.customerWrites(on('10:00'))
    answer(stage, on('10:01'))
    stage.edits(seq, on('10:05'), text)
    expect(stage.said().includes('started next_response 1')).toBe(starts)
  })

  it('taken back with its message: this guarantees that nobody waits', () => {
    const stage = createStage()
    const seq = stage.customerWrites(on('10:00'))
    answer(stage, on('10:01'))
    stage.edits(seq, on('10:05'), 'other words')
    stage.removes(seq, on('10:06'))
    expect(stage.last('sla.cancelled')?.data).toMatchObject({ metric: 'next_response', reason: 'withdrawn' })
  })
})

describe('a reaction', () => {
  it.each([
    { name: 'by default', countsReactions: false, emoji: '👍', starts: false },
    { name: 'where the policy counts them', countsReactions: true, emoji: '👍', starts: true },
    { name: 'taken back', countsReactions: true, emoji: null, starts: false },
  ])('$name: this guarantees that one starts: $starts', ({ countsReactions, emoji, starts }) => {
    const targets = { first_response: 'PT15M', next_response: 'PT15M' }
    const stage = createStage({ rules: onePolicy({ targets, countsReactions }) })
    stage.customerWrites(on('10:00'))
    const reply = answer(stage, on('10:01'))
    stage.reacts(reply, on('10:05'), emoji)
    expect(stage.said().includes('started next_response 1')).toBe(starts)
  })
})

describe('spam', () => {
  it('the mark: this guarantees that what runs ends, and nothing starts until it is gone', () => {
    const stage = createStage()
    const seq = stage.customerWrites(on('10:00'))
    stage.patches(on('10:01'), { tags: { add: ['spam'] } })
    stage.customerWrites(on('10:02'))
    stage.edits(seq, on('10:03'), 'other words')
    expect(stage.said().slice(2)).toEqual(['cancelled first_response 1', 'cancelled resolution 1'])
    stage.patches(on('10:04'), { tags: { remove: ['spam'] } })
    stage.customerWrites(on('10:05'))
    expect(stage.last('sla.started')?.data).toMatchObject({ startedAt: on('10:05') })
    expect(stage.said()).toContain('started first_response 2')
  })

  it('reopened by hand: this guarantees that its resolution does not resume', () => {
    const stage = createStage()
    stage.customerWrites(on('10:00'))
    stage.patches(on('10:01'), { status: 'closed' })
    stage.patches(on('10:02'), { tags: { add: ['spam'] } })
    stage.patches(on('10:03'), { status: 'open' })
    expect(stage.said()).not.toContain('resumed resolution 1')
  })
})

describe('under a public post', () => {
  it('the fourth comment of one author: this guarantees that it starts none', () => {
    const stage = createStage({ channel: 'facebook', visibility: 'public' })
    for (const time of ['10:00', '10:02', '10:04', '10:06']) {
      stage.customerWrites(on(time))
      answer(stage, on(time.replace(/.$/, (digit) => String(Number(digit) + 1))))
    }
    expect(stage.said().filter((each) => each.startsWith('started'))).toEqual([
      'started first_response 1',
      'started next_response 1',
      'started next_response 2',
    ])
  })

  it('looked back at: this guarantees that flooding still starts none', () => {
    const rules = onePolicy({ targets: { first_response: 'PT1H', next_response: 'PT1H' }, commentsMax: 1 })
    const stage = createStage({ rules, channel: 'facebook', visibility: 'public' })
    stage.customerWrites(on('10:00'))
    answer(stage, on('10:01'))
    const flood = stage.customerWrites(on('10:02'))
    stage.customerWrites(on('10:03'))
    stage.removes(flood, on('10:04'))
    expect(stage.conversation.sla?.waits).toEqual([])
  })
})
