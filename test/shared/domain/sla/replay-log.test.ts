import { expect, it } from 'vitest'
import type { ClockRecord } from '../../../../shared/domain/sla/clock-record.ts'
import { replayLog, splitSessions } from '../../../../shared/domain/sla/replay-log.ts'
import { SlaRuleSet } from '../../../../shared/domain/sla/rules.ts'
import { createStage } from './clock-stage.ts'

const RULES = {
  policies: [
    { id: 'vip', selector: { tag: 'vip' }, targets: { first_response: 'PT5M', resolution: 'PT2H' } },
    { id: 'rest', targets: { first_response: 'PT30M', resolution: 'PT8H' } },
  ],
}
const DAY_MS = 24 * 3_600_000
const at = (day: number, minutes = 0): string =>
  new Date(Date.parse('2026-03-02T09:00:00.000Z') + day * DAY_MS + minutes * 60_000).toISOString()

/** Three sessions: the second begins with the customer, the third with an agent who opens it. Between them a tag comes and goes. */
function playSessions() {
  const stage = createStage({ rules: RULES })
  const answer = (instant: string): void => {
    const seq = stage.agentWrites(instant)
    stage.attempts(seq, instant)
    stage.accepts(seq, instant)
  }
  stage.customerWrites(at(0))
  answer(at(0, 10))
  stage.patches(at(0, 60), { status: 'closed' })
  stage.customerWrites(at(1))
  answer(at(1, 10))
  stage.patches(at(1, 60), { tags: { add: ['vip'] }, status: 'closed' })
  stage.customerWrites(at(10))
  stage.ticks(at(10, 5))
  answer(at(10, 10))
  stage.patches(at(10, 60), { status: 'closed' })
  stage.patches(at(20), { tags: { remove: ['vip'] }, status: 'open' })
  stage.customerWrites(at(20, 1))
  answer(at(20, 11))
  stage.patches(at(20, 60), { status: 'closed' })
  return stage
}

it('this guarantees that a log falls into its sessions, however each began', () => {
  const stage = playSessions()
  const firsts = splitSessions(stage.log).map(([first]) => first?.at)
  expect(firsts).toEqual([at(0), at(10), at(20)])
  expect(stage.conversation.session.number).toBe(3)
  expect(splitSessions([])).toEqual([])
})

it('this guarantees that each session is played with the tags that it had, and under its own rules gives what was recorded', () => {
  const { conversation, log, records } = playSessions()
  const rules = {
    ...SlaRuleSet.parse({ calendars: [], ...RULES }),
    version: 1,
    savedAt: at(0),
    savedBy: 'test',
  }
  const replayed = replayLog({ conversation, log, rules, channel: { replyWindow: null }, now: at(30) })
  const last = (of: readonly ClockRecord[]): string[] => {
    const byClock = new Map(of.map((each) => [`${each.metric} ${each.startedAt}`, each]))
    return [...byClock.values()]
      .map(({ metric, startedAt, state, policyId, elapsedOpenMs }) =>
        [startedAt, metric, state, policyId, elapsedOpenMs].join(' '),
      )
      .toSorted()
  }
  expect(last(replayed)).toEqual(last(records))
  expect(last(replayed)).toContain(`${at(10)} first_response breached vip 600000`)
  expect(last(replayed)).toContain(`${at(20, 1)} first_response met rest 600000`)
})
