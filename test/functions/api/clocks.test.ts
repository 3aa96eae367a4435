import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExplainedClock } from '../../../shared/app/explained-clock.ts'
import { createRulesStore } from '../../../shared/aws/rules-store.ts'
import { SlaRuleSet } from '../../../shared/domain/sla/rules.ts'
import { createStage } from '../../shared/domain/sla/clock-stage.ts'
import { HISTORY_RULES } from '../../shared/domain/sla/ledger-history.ts'
import { conversationOf } from './api-data.ts'
import { type Api, startApi } from './api-harness.ts'

const WEDNESDAY = (time: string): string => `2026-03-04T${time}:00.000Z`
const RULES = SlaRuleSet.parse(HISTORY_RULES)
/** Later, the lunch break is gone: what was counted before keeps it. */
const LATER = {
  ...RULES,
  calendars: RULES.calendars.map((calendar) => ({
    ...calendar,
    weekly: { wednesday: [{ from: '09:00', to: '18:00' }] },
  })),
}

let api: Api
let path: string

/** A conversation that went through two sessions and a change of the rules, as the table holds it. */
beforeAll(async () => {
  api = await startApi()
  const stage = createStage({ rules: RULES })
  stage.customerWrites(WEDNESDAY('10:30'))
  const answer = stage.agentWrites(WEDNESDAY('12:30'))
  stage.attempts(answer, WEDNESDAY('12:30'))
  stage.accepts(answer, WEDNESDAY('12:30'))
  stage.patches(WEDNESDAY('13:00'), { status: 'closed' })
  stage.setRules(LATER)
  stage.customerWrites('2026-03-18T10:00:00.000Z')
  stage.patches('2026-03-18T11:00:00.000Z', { status: 'pending' })
  const { conversation, log } = stage
  path = `/v1/conversations/${conversation.id}`
  await api.store.save([
    { kind: 'conversation', conversation, expectedVersion: null },
    ...log.map((entry) => ({ kind: 'entry' as const, entry, expectedRevision: null })),
  ])
  const store = createRulesStore(api.table, { now: () => new Date() })
  const saved = { savedAt: WEDNESDAY('09:00'), savedBy: 'test' }
  await store.save({ ...RULES, version: 1, ...saved }, null)
  await store.save({ ...LATER, version: 2, ...saved }, 1)
})
afterAll(() => api.stop())

const read = async (query = ''): Promise<{ policy: unknown; truncated: boolean; clocks: ExplainedClock[] }> =>
  (await api.get(`${path}/sla${query}`)).body as never
const spans = ({ ledger }: ExplainedClock): string[] =>
  ledger.map(({ from, to, state, why }) =>
    [from.slice(11, 16), to?.slice(11, 16) ?? '…', state, why ?? ''].join(' ').trim(),
  )

describe('GET /v1/conversations/{id}/sla', () => {
  it('this guarantees that it explains the clocks of the session, open ones up to now', async () => {
    const before = Date.now()
    const { policy, truncated, clocks } = await read()
    expect({ policy, truncated }).toEqual({
      policy: { id: 'rest', version: 2, calendarId: 'shop' },
      truncated: false,
    })
    expect(clocks.map(({ metric, instance, state }) => `${metric} ${instance} ${state}`)).toEqual([
      'first_response 2 running',
      'resolution 2 paused',
    ])
    const [first, resolution] = clocks as [ExplainedClock, ExplainedClock]
    expect(first.elapsedWallMs).toBeGreaterThanOrEqual(before - Date.parse('2026-03-18T10:00:00.000Z'))
    expect(first.ledger.at(-1)?.to).toBeNull()
    expect(first.ledger.slice(0, -1).every(({ to }) => to !== null)).toBe(true)
    expect(spans(resolution)).toEqual(['10:00 11:00 running', '11:00 … paused pending'])
    expect(resolution).toMatchObject({
      elapsedOpenMs: 3_600_000,
      dueAt: null,
      stoppedAt: null,
      byEntryId: null,
    })
  })

  it('this guarantees that clocks of earlier sessions are told on request, by the hours that counted then', async () => {
    const { clocks } = await read('?session=all')
    expect(clocks.map(({ metric, instance, state }) => `${metric} ${instance} ${state}`)).toEqual([
      'first_response 1 met',
      'resolution 1 met',
      'first_response 2 running',
      'resolution 2 paused',
    ])
    expect(clocks.slice(0, 2).map(spans)).toEqual([
      ['10:30 11:00 running', '11:00 12:00 closed outside_hours', '12:00 12:30 running'],
      ['10:30 11:00 running', '11:00 12:00 closed outside_hours', '12:00 13:00 running'],
    ])
    expect(clocks[0]).toMatchObject({
      policyVersion: 1,
      elapsedOpenMs: 3_600_000,
      elapsedWallMs: 7_200_000,
      stoppedAt: WEDNESDAY('12:30'),
      byEntryId: expect.stringMatching(/_2$/) as string,
    })
  })

  it('this guarantees that a conversation that nothing is measured of has no clocks, and an unknown one is not found', async () => {
    const conversation = conversationOf(1)
    await api.store.save([{ kind: 'conversation', conversation, expectedVersion: null }])
    const { body } = await api.get(`/v1/conversations/${conversation.id}/sla`)
    expect(body).toEqual({ policy: null, clocks: [], truncated: false })
    expect((await api.get(`/v1/conversations/cnv_${'b'.repeat(26)}/sla`)).status).toBe(404)
    expect((await api.get(`${path}/sla?session=last`)).status).toBe(400)
  })
})
