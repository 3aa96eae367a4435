import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRulesStore } from '../../../shared/aws/rules-store.ts'
import type { ReportRow } from '../../../shared/domain/sla/report.ts'
import { SlaRuleSet } from '../../../shared/domain/sla/rules.ts'
import { clockRecordOf } from '../../support/clock-record-of.ts'
import { createStage } from '../../shared/domain/sla/clock-stage.ts'
import { type Answer, type Api, READER, startApi } from './api-harness.ts'

const ADMIN = { ...READER, scope: 'inbox:read inbox:admin' }
const RULES = {
  policies: [{ id: 'all', targets: { first_response: 'PT30M', resolution: 'PT8H' } }],
  calendars: [{ id: 'late', zone: 'UTC', weekly: { wednesday: [{ from: '12:15', to: '20:00' }] } }],
}
const MARCH = { from: '2026-03-01', to: '2026-04-01' }
const at = (minutes: number): string =>
  new Date(Date.parse('2026-03-04T12:00:00.000Z') + minutes * 60_000).toISOString()

let api: Api

/** One conversation, answered after twenty minutes and closed after an hour; and two whose logs are of no use any more. */
beforeAll(async () => {
  api = await startApi()
  const stage = createStage({ rules: RULES })
  stage.customerWrites(at(0))
  const reply = stage.agentWrites(at(20))
  stage.attempts(reply, at(20))
  stage.accepts(reply, at(20))
  stage.patches(at(60), { status: 'closed' })
  const { conversation, log, records } = stage
  const cut = { ...conversation, id: `cnv_${'b'.repeat(26)}` }
  const gone = `cnv_${'c'.repeat(26)}`
  const ofOthers = [cut.id, gone].map((conversationId) => clockRecordOf({ conversationId }))
  await api.store.save([
    { kind: 'conversation', conversation, expectedVersion: null },
    ...log.map((entry) => ({ kind: 'entry' as const, entry, expectedRevision: null })),
    // Its first line is not there any more.
    { kind: 'conversation', conversation: cut, expectedVersion: null },
    ...log.slice(1).map((entry) => ({
      kind: 'entry' as const,
      entry: { ...entry, conversationId: cut.id },
      expectedRevision: null,
    })),
    ...[...records, ...ofOthers].map((record) => ({
      kind: 'clock_record' as const,
      record: { ...record, queueShard: 0 },
    })),
  ])
  const store = createRulesStore(api.table, { now: () => new Date() })
  await store.save({ ...SlaRuleSet.parse(RULES), version: 1, savedAt: at(0), savedBy: 'test' }, null)
})
afterAll(() => api.stop())

const simulate = (body: object): Promise<Answer> =>
  api.post('/v1/sla-policies/simulate', { ...MARCH, ...body }, { claims: ADMIN })
const rowsOf = (rows: unknown): string[] =>
  (rows as ReportRow[]).map(
    ({ key, metric, met, breached, elapsedOpenMs }) =>
      `${key} ${metric} ${met}:${breached} ${elapsedOpenMs?.max ?? '-'}`,
  )

describe('POST /v1/sla-policies/simulate', () => {
  const ACTUAL = ['sms first_response 1:0 1200000', 'sms resolution 1:0 3600000']

  it.each<[string, object, string[]]>([
    ['the rules that counted', { policies: RULES.policies }, ACTUAL],
    [
      'stricter ones',
      { policies: [{ id: 'strict', targets: { first_response: 'PT15M' } }] },
      ['sms first_response 0:1 1200000'],
    ],
    [
      'hours that there are already',
      { policies: [{ id: 'late', targets: { first_response: 'PT15M' }, calendarId: 'late' }] },
      ['sms first_response 1:0 300000'],
    ],
    [
      'hours of the draft',
      {
        policies: [{ id: 'noon', targets: { first_response: 'PT15M' }, calendarId: 'noon' }],
        calendars: [{ id: 'noon', zone: 'UTC', weekly: { wednesday: [{ from: '12:00', to: '12:10' }] } }],
      },
      ['sms first_response 1:0 600000'],
    ],
    [
      'none for this channel',
      { policies: [{ id: 'web', selector: { channel: 'web' }, targets: { first_response: 'PT1M' } }] },
      [],
    ],
    [
      'by policy',
      { policies: [{ id: 'strict', targets: { resolution: 'PT30M' } }], groupBy: 'policy' },
      ['strict resolution 0:1 3600000'],
    ],
  ])('%s: this guarantees both reports, of the same conversations', async (_, draft, simulated) => {
    const { status, body } = await simulate(draft)
    expect(status).toBe(200)
    expect(body).toMatchObject({ conversations: 1, truncated: true, from: '2026-03-01T00:00:00.000Z' })
    expect(rowsOf(body['simulated'])).toEqual(simulated)
    const actual = 'groupBy' in draft ? ACTUAL.map((row) => row.replace('sms', 'all')) : ACTUAL
    expect(rowsOf(body['actual'])).toEqual(actual)
  })

  it('this guarantees that a period without clocks is played as none', async () => {
    const { body } = await simulate({ policies: RULES.policies, from: '2026-05-01', to: '2026-05-02' })
    expect(body).toMatchObject({ actual: [], simulated: [], conversations: 0, truncated: false })
  })

  it('this guarantees that nothing is saved', async () => {
    await simulate({ policies: [] })
    expect((await api.get('/v1/sla-policies')).body).toMatchObject({ version: 1, policies: [{ id: 'all' }] })
  })

  it.each<[object, string[]]>([
    [{ policies: [{ id: 'a', targets: {} }] }, ['/body/policies/0/targets no_targets']],
    [
      { policies: [{ id: 'a', targets: { resolution: 'P1D' } }] },
      ['/body/policies/0/targets/resolution wrong_format'],
    ],
    [
      { policies: [], calendars: [{ id: 'a', zone: 'Nowhere', weekly: RULES.calendars[0]?.weekly }] },
      ['/body/calendars/0/zone unknown_zone'],
    ],
    [
      { policies: [{ id: 'a', targets: { resolution: 'PT1H' }, calendarId: 'late' }], calendars: [] },
      ['/body/policies/0/calendarId unknown_calendar'],
    ],
    [{ policies: [], to: '2026-01-01' }, ['/body/to not_allowed']],
    [{}, ['/body/policies required']],
  ])('%j: this guarantees that a draft is checked as one that is saved', async (draft, errors) => {
    const { status, body } = await simulate(draft)
    expect(status).toBe(400)
    expect(body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(errors)
  })

  it('this guarantees that it needs inbox:admin', async () => {
    const { body } = await api.post('/v1/sla-policies/simulate', { ...MARCH, policies: [] })
    expect(body.code).toBe('insufficient_scope')
  })
})
