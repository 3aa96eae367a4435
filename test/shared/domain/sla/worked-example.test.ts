import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ExplainedClock, explainClock } from '../../../../shared/app/explained-clock.ts'
import { listAnnounced } from '../../../../shared/domain/sla/announced-clocks.ts'
import { findRuleMistakes } from '../../../../shared/domain/sla/find-rule-mistakes.ts'
import { SlaRuleSet } from '../../../../shared/domain/sla/rules.ts'
import { createStage } from './clock-stage.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../../../docs/sla.md'), 'utf8')
/** The JSON of the page, in its order. */
const [calendars, policies, clock] = [...PAGE.matchAll(/^```json\n(.*?)^```$/gms)].map(
  ([, json = '']) => JSON.parse(json) as object,
)
const RULES = SlaRuleSet.parse({ ...calendars, ...policies })

/** Friday is before the change of clocks, Monday after it. */
const FRIDAY = (time: string): string => new Date(`2026-03-27T${time}:00+01:00`).toISOString()
const MONDAY = (time: string): string => new Date(`2026-03-30T${time}:00+02:00`).toISOString()

it('this guarantees that the rules of the page can be saved', () => {
  expect(findRuleMistakes(RULES)).toEqual([])
})

it('a weekend, a lunch break, a pause and a change of clocks: this guarantees that the ledger is as worked by hand', () => {
  const stage = createStage({ rules: RULES })
  stage.customerWrites(FRIDAY('11:30'))
  const answer = stage.agentWrites(FRIDAY('15:00'))
  stage.attempts(answer, FRIDAY('15:00'))
  stage.accepts(answer, FRIDAY('15:00'))
  stage.patches(FRIDAY('15:00'), { status: 'pending' })
  stage.customerWrites(FRIDAY('16:00'))
  stage.patches(MONDAY('10:15'), { status: 'closed' })
  const announced = listAnnounced(stage.log).find(({ metric }) => metric === 'resolution')
  if (announced === undefined) throw new Error('it has a clock')
  const explained = explainClock(announced, {
    calendarOf: ({ calendarId }) => RULES.calendars.find(({ id }) => id === calendarId) ?? null,
    current: { version: 1, calendarId: 'shop' },
    now: MONDAY('18:00'),
  })
  expect(explained).toEqual(ExplainedClock.parse(clock))

  const hours = (count: number, minutes: number): number => (count * 60 + minutes) * 60_000
  expect(explained.elapsedOpenMs).toBe(hours(0, 30) + hours(2, 0) + hours(1, 0) + hours(1, 15))
  expect(explained.elapsedOpenMs).toBe(hours(4, 45))
  expect(explained.elapsedWallMs).toBe(hours(69, 45))
  expect(PAGE).toContain('4 h 45 are 17,100,000 ms, 69 h 45 are 251,100,000 ms')
})
