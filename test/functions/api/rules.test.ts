import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRulesStore } from '../../../shared/aws/rules-store.ts'
import { type Answer, type Api, READER, startApi } from './api-harness.ts'

const ADMIN = { ...READER, sub: 'boss', scope: 'inbox:read inbox:admin' }
const POLICIES = '/v1/sla-policies'
const CALENDARS = '/v1/calendars'
const TARGETS = { first_response: 'PT15M' }
const WEEK = { monday: [{ from: '09:00', to: '17:00' }] }
const SHOP = { id: 'shop', zone: 'Europe/Berlin', weekly: WEEK, exceptions: [] }

let api: Api

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const put = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.post(path, body, { method: 'PUT', claims: ADMIN, headers })
const errorsOf = ({ body }: Answer): string[] => body.errors.map(({ pointer, code }) => `${pointer} ${code}`)
const versionOf = async (): Promise<number> => Number((await api.get(POLICIES)).body['version'])

describe('before anything was saved', () => {
  it('this guarantees that nothing is measured and the answer says so', async () => {
    const { status, headers, body } = await api.get(POLICIES)
    expect([status, headers['etag']]).toEqual([200, '"0"'])
    expect(body).toEqual({ policies: [], version: 0, savedAt: null, savedBy: null })
    expect((await api.get(CALENDARS)).body).toEqual({
      calendars: [],
      version: 0,
      savedAt: null,
      savedBy: null,
    })
    const nothing = await put(POLICIES, { policies: [] }, { 'If-Match': '"0"' })
    expect([nothing.status, nothing.body['version']]).toEqual([200, 0])
  })
})

describe('PUT /v1/sla-policies and /v1/calendars', () => {
  beforeEach(async () => {
    await put(POLICIES, { policies: [] })
    await put(CALENDARS, { calendars: [SHOP] })
    await put(POLICIES, { policies: [{ id: 'all', targets: TARGETS, calendarId: 'shop' }] })
  })

  it('this guarantees that each replaces its half, with all that a policy leaves unsaid, as one new version', async () => {
    const before = await versionOf()
    const policies = [
      { id: 'vip', selector: { tag: 'vip' }, targets: { resolution: 'PT4H' }, warnAt: ['50%', 'PT5M'] },
      { id: 'rest', targets: TARGETS, calendarId: 'shop' },
    ]
    const { status, headers, body } = await put(POLICIES, { policies })
    expect([status, headers['etag'], body['version']]).toEqual([200, `"${before + 1}"`, before + 1])
    expect(body).toMatchObject({ policies, savedBy: 'boss' })
    expect(body['policies']).toContainEqual({
      id: 'rest',
      selector: {},
      targets: TARGETS,
      warnAt: ['80%'],
      calendarId: 'shop',
      countsAi: false,
      countsReactions: false,
      windowMargin: 'PT30M',
      commentsMax: 3,
      actions: [],
    })
    expect((await api.get(POLICIES)).body).toEqual(body)
    const calendars = await api.get(CALENDARS)
    expect(calendars.headers['etag']).toBe(headers['etag'])
    expect(calendars.body).toMatchObject({ calendars: [SHOP], version: before + 1 })
    const rules = createRulesStore(api.table, { now: () => new Date() })
    expect((await rules.version(before))?.policies.map(({ id }) => id)).toEqual(['all'])
  })

  it('this guarantees that what is so already makes no new version', async () => {
    const before = await versionOf()
    const known = (await api.get(POLICIES)).body['policies']
    expect((await put(POLICIES, { policies: known })).body['version']).toBe(before)
    expect((await put(CALENDARS, { calendars: [SHOP] })).body['version']).toBe(before)
    expect(await versionOf()).toBe(before)
  })

  it('this guarantees that a change made for another version is refused', async () => {
    const etag = String((await api.get(POLICIES)).headers['etag'])
    const changed = { calendars: [{ ...SHOP, zone: 'Europe/Paris' }] }
    expect((await put(CALENDARS, changed, { 'If-Match': etag })).status).toBe(200)
    const late = await put(POLICIES, { policies: [] }, { 'If-Match': etag })
    expect([late.status, late.body.code]).toEqual([412, 'version_conflict'])
    expect((await api.get(POLICIES)).body['policies']).toHaveLength(1)
  })

  it('this guarantees that of two at once without a version each half is kept', async () => {
    const before = await versionOf()
    const answers = await Promise.all([
      put(CALENDARS, { calendars: [SHOP, { ...SHOP, id: 'night' }] }),
      put(POLICIES, { policies: [{ id: 'other', targets: TARGETS, calendarId: 'shop' }] }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await versionOf()).toBe(before + 2)
    expect((await api.get(POLICIES)).body['policies']).toMatchObject([{ id: 'other' }])
    expect((await api.get(CALENDARS)).body['calendars']).toHaveLength(2)
  })

  it.each<[string, object, string[]]>([
    [
      'a day',
      { id: 'a', targets: { resolution: 'P1D' } },
      ['/body/policies/0/targets/resolution wrong_format'],
    ],
    [
      'nothing',
      { id: 'a', targets: { resolution: 'PT0S' } },
      ['/body/policies/0/targets/resolution invalid'],
    ],
    [
      'another metric',
      { id: 'a', targets: { happiness: 'PT1H' } },
      ['/body/policies/0/targets/happiness unknown'],
    ],
    ['no id', { targets: TARGETS }, ['/body/policies/0/id required']],
    ['a field of nobody', { id: 'a', targets: TARGETS, colour: 'red' }, ['/body/policies/0/colour unknown']],
    [
      'a warning of days',
      { id: 'a', targets: TARGETS, warnAt: ['80%', 'P1D'] },
      ['/body/policies/0/warnAt/1 wrong_format'],
    ],
    [
      'a calendar of nobody',
      { id: 'a', targets: TARGETS, calendarId: 'night' },
      ['/body/policies/0/calendarId unknown_calendar'],
    ],
    [
      'two mistakes',
      { id: 'a', targets: TARGETS, calendarId: 'night', warnAt: ['PT1H'] },
      ['/body/policies/0/warnAt/0 warning_never_due', '/body/policies/0/calendarId unknown_calendar'],
    ],
  ])(
    '%s: this guarantees that a policy is refused with the place, and nothing is saved',
    async (_, policy, errors) => {
      const before = await versionOf()
      const answer = await put(POLICIES, { policies: [policy] })
      expect([answer.status, answer.body.code, errorsOf(answer)]).toEqual([400, 'validation_failed', errors])
      expect(await versionOf()).toBe(before)
    },
  )

  it('this guarantees that a duration of days is answered with what to write instead', async () => {
    const { body } = await put(POLICIES, { policies: [{ id: 'a', targets: { resolution: 'P1D' } }] })
    expect(body.errors[0]?.detail).toContain('PT24H')
  })

  it.each<[string, object[], string[]]>([
    [
      'overlapping',
      [
        {
          ...SHOP,
          weekly: {
            monday: [
              { from: '09:00', to: '12:00' },
              { from: '11:00', to: '17:00' },
            ],
          },
        },
      ],
      ['/body/calendars/0/weekly/monday/1 overlapping_intervals'],
    ],
    ['unknown zone', [{ ...SHOP, zone: 'Berlin' }], ['/body/calendars/0/zone unknown_zone']],
    [
      'no time',
      [{ ...SHOP, weekly: { monday: [{ from: '9', to: '17:00' }] } }],
      ['/body/calendars/0/weekly/monday/0/from wrong_format'],
    ],
    ['one that a policy names is gone', [{ ...SHOP, id: 'other' }], ['/body/calendars calendar_in_use']],
    [
      'a minute a week, enough for the target',
      [{ ...SHOP, weekly: { monday: [{ from: '09:00', to: '09:01' }] } }],
      [],
    ],
    ['twice', [SHOP, SHOP], ['/body/calendars/1/id duplicate_id']],
  ])('%s: this guarantees that calendars are refused with the place', async (_, calendars, errors) => {
    const answer = await put(CALENDARS, { calendars })
    expect(answer.status).toBe(errors.length === 0 ? 200 : 400)
    if (errors.length > 0) expect(errorsOf(answer)).toEqual(errors)
  })

  it('this guarantees that shorter hours are refused at the calendar when a policy could not end by them', async () => {
    await put(POLICIES, { policies: [{ id: 'all', targets: { resolution: 'PT300H' }, calendarId: 'shop' }] })
    const short = { ...SHOP, weekly: { monday: [{ from: '09:00', to: '10:00' }] } }
    const answer = await put(CALENDARS, { calendars: [{ ...SHOP, id: 'night' }, short] })
    expect(errorsOf(answer)).toEqual(['/body/calendars/1 never_due'])
    expect(answer.body.errors[0]?.detail).toContain('policies[0].targets.resolution')
  })

  it('this guarantees that rules that no item could hold are refused', async () => {
    const exceptions = Array.from({ length: 400 }, (_, day) => ({
      date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      intervals: [],
      name: 'x'.repeat(60),
    }))
    const calendars = Array.from({ length: 6 }, (_, n) => ({ ...SHOP, id: `big${n}`, exceptions }))
    expect((await put(CALENDARS, { calendars: [SHOP, ...calendars] })).status).toBe(200)
    const text = 'x'.repeat(1000)
    const policies = Array.from({ length: 100 }, (_, n) => ({
      id: `p${n}`,
      selector: { tag: `t${n}` },
      targets: TARGETS,
      calendarId: 'shop',
      afterHours: { text },
    }))
    const answer = await put(POLICIES, { policies })
    expect(errorsOf(answer)).toEqual(['/body too_large'])
  })

  it('this guarantees that reading needs inbox:read, and changing inbox:admin', async () => {
    const writer = { ...READER, scope: 'inbox:read inbox:write' }
    for (const path of [POLICIES, CALENDARS]) {
      expect((await api.get(path)).status).toBe(200)
      const refused = await api.post(path, { policies: [], calendars: [] }, { method: 'PUT', claims: writer })
      expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_scope'])
    }
  })
})
