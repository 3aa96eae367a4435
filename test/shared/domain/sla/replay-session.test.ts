import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listAnnounced } from '../../../../shared/domain/sla/announced-clocks.ts'
import type { ClockRecord } from '../../../../shared/domain/sla/clock-record.ts'
import { replaySession } from '../../../../shared/domain/sla/replay-session.ts'
import { SlaRuleSet, type SlaRules } from '../../../../shared/domain/sla/rules.ts'
import type { createStage } from './clock-stage.ts'
import { createStage as play } from './clock-stage.ts'
import { historyArbitrary, HISTORY_RULES, playHistory } from './ledger-history.ts'
import { histories, HISTORY_RULES as OTHER_RULES, play as playSteps } from './clock-histories.ts'

const rulesOf = (rules: object): SlaRules => ({
  ...SlaRuleSet.parse({ policies: [], calendars: [], ...rules }),
  version: 1,
  savedAt: '2026-01-01T00:00:00.000Z',
  savedBy: 'test',
})

type Stage = ReturnType<typeof createStage>

const replay = (stage: Stage, now: string, rules: object = HISTORY_RULES) => {
  const { conversation, log } = stage
  return replaySession({ conversation, log, rules: rulesOf(rules), channel: { replyWindow: null }, now })
}

/** What reports know, of each clock the last, in one order. */
function toLast(records: readonly ClockRecord[]): ClockRecord[] {
  const last = new Map(records.map((record) => [`${record.metric}#${record.instance}`, record]))
  return [...last.values()].toSorted((left, right) =>
    `${left.metric}${left.instance}` < `${right.metric}${right.instance}` ? -1 : 1,
  )
}

/** Without what a report groups by: a breach is recorded as things stand when a timer comes by. */
function toMeasured(record: ClockRecord) {
  const { metric, instance, state, startedAt, dueAt, breachedAt, stoppedAt, elapsedOpenMs, byEntrySeq } =
    record
  return { metric, instance, state, startedAt, dueAt, breachedAt, stoppedAt, elapsedOpenMs, byEntrySeq }
}

describe('a session that is replayed', () => {
  it('this guarantees that under the rules that were in force it gives what was recorded and announced', () => {
    let clocks = 0
    fc.assert(
      fc.property(historyArbitrary({ isSorted: true }), (history) => {
        const { stage, end } = playHistory(history, { isTimely: true })
        if (stage.conversation.session.number > 1) return
        stage.ticks(end)
        const { records, happened } = replay(stage, end)
        expect(toLast(records)).toEqual(toLast(stage.records))
        clocks += records.length
        const started = happened.filter(({ type }) => type === 'sla.started')
        const announced = listAnnounced(stage.log)
        expect(started.map(({ clock }) => [clock.metric, clock.instance, clock.startedAt])).toEqual(
          announced.map(({ metric, instance, sayings }) => [metric, instance, sayings[0].startedAt]),
        )
      }),
      { numRuns: 300 },
    )
    expect(clocks).toBeGreaterThan(200)
  })

  it('histories of every kind of step but those that take something back: this guarantees the same clocks', () => {
    let clocks = 0
    const taken = ['fails', 'settles', 'loses', 'revives', 'removes', 'spams'] as const
    fc.assert(
      fc.property(histories(...taken), (steps) => {
        const { stage, at: last } = playSteps(steps, { rules: OTHER_RULES }, (each, instant) =>
          each.ticks(instant),
        )
        if (stage.conversation.session.number > 1) return
        stage.ticks(last)
        const { records } = replay(stage, last, OTHER_RULES)
        expect(toLast(records).map(toMeasured)).toEqual(toLast(stage.records).map(toMeasured))
        clocks += records.length
      }),
      { numRuns: 200 },
    )
    expect(clocks).toBeGreaterThan(200)
  })

  const at = (minutes: number): string =>
    new Date(Date.parse('2026-03-04T12:00:00.000Z') + minutes * 60_000).toISOString()
  const SHORT = { policies: [{ id: 'short', targets: { first_response: 'PT10M' } }] }
  const states = (records: readonly ClockRecord[]): string[] =>
    records.map(({ metric, state }) => `${metric} ${state}`)

  it('this guarantees that other targets give other ends, and calendars other times', () => {
    const stage = play({ rules: SHORT })
    stage.customerWrites(at(0))
    const reply = stage.agentWrites(at(20))
    stage.attempts(reply, at(20))
    stage.accepts(reply, at(20))
    expect(states(replay(stage, at(30), SHORT).records)).toEqual(['first_response breached'])
    const long = { policies: [{ id: 'long', targets: { first_response: 'PT30M' } }] }
    expect(states(replay(stage, at(30), long).records)).toEqual(['first_response met'])
    const calendars = [{ id: 'early', zone: 'UTC', weekly: { wednesday: [{ from: '09:00', to: '12:05' }] } }]
    const early = { policies: [{ ...SHORT.policies[0], calendarId: 'early' }], calendars }
    expect(replay(stage, at(30), early).records).toMatchObject([{ state: 'met', elapsedOpenMs: 300_000 }])
    expect(replay(stage, at(30), { policies: [] }).records).toEqual([])
  })

  it('this guarantees that a reply that failed in the end answered nobody, and one that nobody knows of counts ten minutes', () => {
    const stage = play({ rules: SHORT })
    stage.customerWrites(at(0))
    const reply = stage.agentWrites(at(1))
    stage.attempts(reply, at(1))
    stage.accepts(reply, at(1))
    stage.fails(reply, at(5))
    expect(states(replay(stage, at(9), SHORT).records)).toEqual([])
    expect(states(replay(stage, at(11), SHORT).records)).toEqual(['first_response open'])

    const unsure = play({ rules: SHORT })
    unsure.customerWrites(at(0))
    const lost = unsure.agentWrites(at(1))
    unsure.attempts(lost, at(1))
    unsure.loses(lost, at(2))
    expect(states(replay(unsure, at(5), SHORT).records)).toEqual(['first_response met'])
    expect(states(replay(unsure, at(20), SHORT).records)).toEqual(['first_response open'])
  })

  it('this guarantees that a question taken back before any answer was never asked', () => {
    const stage = play({ rules: SHORT })
    const question = stage.customerWrites(at(0))
    stage.removes(question, at(1))
    expect(replay(stage, at(60), SHORT).happened).toEqual([])
  })

  it('this guarantees that spam ends what runs', () => {
    const stage = play({ rules: SHORT })
    stage.customerWrites(at(0))
    stage.patches(at(1), { tags: { add: ['spam'] } })
    stage.customerWrites(at(2))
    expect(states(replay(stage, at(60), SHORT).records)).toEqual(['first_response cancelled'])
  })
})
