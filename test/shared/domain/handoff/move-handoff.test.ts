import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVENTS } from '../../../../shared/domain/events.ts'
import { type Handoff, HANDOFF_STEPS, isOpen } from '../../../../shared/domain/handoff/handoff.ts'
import { HANDOFF_EVENT_DATA } from '../../../../shared/domain/handoff/handoff-event-data.ts'
import { type HandoffFact, moveHandoff } from '../../../../shared/domain/handoff/move-handoff.ts'
import { EXPIRES_AT, handoffOf, OFFERED_AT } from '../../../support/handoff-of.ts'

const after = (minutes: number): string => new Date(Date.parse(OFFERED_AT) + minutes * 60_000).toISOString()

const accepted: HandoffFact = { kind: 'accepted' }
const seen: HandoffFact = { kind: 'seen' }
const proved: HandoffFact = { kind: 'proved' }
const written: HandoffFact = { kind: 'written', conversationId: 'cnv_private' }
const expired: HandoffFact = { kind: 'expired' }
const refused: HandoffFact = { kind: 'refused', code: 'reply_target_gone' }
const cancelled: HandoffFact = { kind: 'declined', by: { kind: 'agent', code: null } }
const said = (handoff: Handoff, fact: HandoffFact, at = after(1)): string[] | null =>
  moveHandoff(handoff, fact, at)?.parts.map(({ type }) => type.slice('handoff.'.length)) ?? null

describe('a fact about a handoff', () => {
  it.each<[string, Handoff['state'], HandoffFact, string[] | null]>([
    ['the platform took the offer', 'offered', accepted, ['delivered']],
    ['the platform says so again', 'delivered', accepted, null],
    ['a receipt after the customer came', 'opened', accepted, null],
    ['a tap before the answer to the call', 'offered', seen, ['delivered', 'opened']],
    ['a second tap', 'opened', seen, null],
    ['the proof', 'opened', proved, ['verified']],
    ['the first words in private', 'delivered', written, ['opened', 'verified', 'completed']],
    [
      'the first words before anything else',
      'offered',
      written,
      ['delivered', 'opened', 'verified', 'completed'],
    ],
    ['a refusal by the platform', 'offered', refused, ['declined']],
    ['a failure after it was taken', 'delivered', refused, ['declined']],
    ['a failure told after they came', 'opened', refused, null],
    ['an agent takes it back', 'verified', cancelled, ['declined']],
    ['anything after the end', 'completed', cancelled, null],
    ['an arrival after it was taken back', 'declined', written, null],
    ['an arrival after its time', 'expired', written, null],
  ])('%s: this guarantees which steps are told', (_, state, fact, told) => {
    expect(said(handoffOf({ state }), fact)).toEqual(told)
  })

  it.each([
    ['a millisecond early', new Date(Date.parse(EXPIRES_AT) - 1).toISOString(), null],
    ['to the millisecond', EXPIRES_AT, ['expired']],
    ['late', '2026-03-09T00:00:00.000Z', ['expired']],
  ])('its time is up, told %s: this guarantees that an offer stands as long as it says', (_, at, told) => {
    expect(said(handoffOf(), expired, at)).toEqual(told)
  })

  it('this guarantees that who ended it is told with the end', () => {
    const move = moveHandoff(handoffOf({ state: 'delivered' }), refused, after(2))
    const by = { kind: 'platform', code: 'reply_target_gone' }
    expect(move?.handoff).toMatchObject({ state: 'declined', by, reachedAt: { declined: after(2) } })
    expect(move?.parts).toMatchObject([{ type: 'handoff.declined', data: { by } }])
  })

  it('this guarantees that every step of an arrival names the private conversation', () => {
    const move = moveHandoff(handoffOf(), written, after(2))
    expect(move?.parts.map(({ data }) => data['privateConversationId'])).toEqual(Array(4).fill('cnv_private'))
  })
})

type Told = { fact: HandoffFact; minutes: number }

const facts: fc.Arbitrary<Told[]> = fc.array(
  fc.record({
    fact: fc.constantFrom(accepted, seen, proved, written, expired, refused, cancelled),
    // Clocks differ: some are even before the offer, others after its time.
    minutes: fc.integer({ min: -60, max: 6000 }),
  }),
  { maxLength: 30 },
)

function play(history: readonly Told[]): { states: Handoff[]; told: string[] } {
  const states = [handoffOf()]
  const told: string[] = ['offered']
  for (const { fact, minutes } of history) {
    const now = states.at(-1) ?? handoffOf()
    const move = moveHandoff(now, fact, after(minutes))
    states.push(move?.handoff ?? now)
    for (const { type, data } of move?.parts ?? []) {
      told.push(type.slice('handoff.'.length))
      EVENTS[type].data.parse(data)
    }
  }
  return { states, told }
}

const ENDS = ['completed', 'expired', 'declined']

describe('facts in any order and any number', () => {
  it('this guarantees that a handoff never goes back, has one end, and does not change after it', () => {
    fc.assert(
      fc.property(facts, (history) => {
        const { states } = play(history)
        const rank = ({ state }: Handoff): number =>
          ENDS.includes(state) ? 9 : HANDOFF_STEPS.findIndex((step) => step === state)
        for (const [index, state] of states.entries()) {
          const before = states[index - 1]
          if (before === undefined) continue
          expect(rank(state)).toBeGreaterThanOrEqual(rank(before))
          if (!isOpen(before)) expect(state).toBe(before)
        }
        const { reachedAt, state, by } = states.at(-1) ?? handoffOf()
        expect(ENDS.filter((end) => end in reachedAt)).toEqual(ENDS.filter((end) => end === state))
        expect(by === null).toBe(state !== 'declined')
      }),
    )
  })

  it('this guarantees that each step is told once, in order, none left out', () => {
    fc.assert(
      fc.property(facts, (history) => {
        const { states, told } = play(history)
        expect(told).toEqual([...new Set(told)])
        const { reachedAt, state } = states.at(-1) ?? handoffOf()
        expect(told.toSorted()).toEqual(Object.keys(reachedAt).toSorted())
        expect(told.at(-1)).toBe(state)
        const steps = told.filter((step) => !['expired', 'declined'].includes(step))
        expect(steps).toEqual(HANDOFF_STEPS.slice(0, steps.length))
      }),
    )
  })

  it('this guarantees that no step is older than the one before it, and that none changes its time', () => {
    fc.assert(
      fc.property(facts, (history) => {
        const { states, told } = play(history)
        const reachedAt = states.at(-1)?.reachedAt ?? {}
        const times = told.map((step) => reachedAt[step as Handoff['state']] ?? '')
        expect(times).toEqual(times.toSorted())
        for (const earlier of states) expect(reachedAt).toMatchObject(earlier.reachedAt)
      }),
    )
  })

  it('this guarantees that a fact told again at once says nothing new', () => {
    fc.assert(
      fc.property(facts, (history) => {
        const doubled = history.flatMap((told) => [told, told])
        expect(play(doubled).told).toEqual(play(history).told)
        expect(play(doubled).states.at(-1)).toEqual(play(history).states.at(-1))
      }),
    )
  })
})

it('this guarantees that what an event says of a handoff never holds a number, a link or a name', () => {
  const target = { kind: 'sms', to: '+15550001234' } as const
  const reason = { code: 'other', text: 'asks about 4242' } as const
  const awaited = { channel: 'sms', scope: '-', externalId: '+15550001234' } as const
  const move = moveHandoff(handoffOf({ target, reason, awaited }), written, after(1))
  for (const { type, data } of move?.parts ?? []) {
    HANDOFF_EVENT_DATA['handoff.completed'].data.parse(data)
    expect(JSON.stringify({ type, data })).not.toMatch(/1234|4242|Kim/)
  }
})
