import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { type Answer, type Api, READER, startApi, WRITER } from './api-harness.ts'
import { createCustomer, hoursAgo, postOnce } from './reply-data.ts'

let api: Api
let created = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

async function createPath(changes: Partial<Conversation> = {}): Promise<{ id: string; path: string }> {
  const { conversation } = await createCustomer(api, ++created, { channel: 'whatsapp', changes })
  return { id: conversation.id, path: `/v1/conversations/${conversation.id}` }
}
const patch = (path: string, body: unknown, how: Parameters<Api['post']>[2] = {}): Promise<Answer> =>
  api.post(path, body, { method: 'PATCH', ...how })
const activities = async (path: string): Promise<unknown[]> =>
  (await api.get(`${path}/entries?kind=activity`)).body.data.map(({ type, data, actor }) => ({
    type,
    data,
    actor,
  }))
const inHours = (hours: number): string => hoursAgo(-hours)
const AGENT = { kind: 'human', id: 'agent-1', name: 'Ada' }

describe('PATCH /v1/conversations/{id}', () => {
  it('this guarantees that each change is one line of the log, with its actor, and all are one revision', async () => {
    const { path, id } = await createPath()
    const until = inHours(5)
    const { status, headers, body } = await patch(path, {
      snoozedUntil: until,
      snoozedFor: 'customer',
      assignee: 'ada',
      team: 'lamps',
      priority: 'high',
      tags: { add: ['vip', 'lamp'] },
    })
    expect([status, headers['etag']]).toEqual([200, '"2"'])
    expect(body).toMatchObject({
      status: 'snoozed',
      snoozedUntil: until,
      snoozedFor: 'customer',
      assignee: 'ada',
      team: 'lamps',
      priority: 'high',
      tags: ['vip', 'lamp'],
      seq: 5,
    })
    expect(body).toEqual((await api.get(path)).body)
    expect(await activities(path)).toEqual([
      {
        type: 'conversation.status_changed',
        data: { from: 'open', to: 'snoozed', snoozedUntil: until, snoozedFor: 'customer' },
        actor: AGENT,
      },
      {
        type: 'conversation.assigned',
        data: { from: { assignee: null, team: null }, to: { assignee: 'ada', team: 'lamps' } },
        actor: AGENT,
      },
      { type: 'conversation.tagged', data: { added: ['vip', 'lamp'], removed: [] }, actor: AGENT },
      { type: 'conversation.priority_changed', data: { from: 'normal', to: 'high' }, actor: AGENT },
    ])
    expect((await api.store.conversation(id, 'consistent'))?.dueAt).toBe(until)
    expect((await api.get('/v1/conversations?assignee=ada')).body.data.map((each) => each.id)).toEqual([id])
  })

  it('this guarantees that what is so already is no change', async () => {
    const { path } = await createPath({ assignee: 'ada', tags: ['vip'] })
    const body = {
      status: 'open',
      assignee: 'ada',
      priority: 'normal',
      tags: { add: ['vip'], remove: ['x'] },
    }
    const answer = await patch(path, body)
    expect([answer.status, answer.headers['etag'], answer.body['seq']]).toEqual([200, '"1"', 1])
    expect((await patch(path, {})).headers['etag']).toBe('"1"')
  })

  it('this guarantees that a patch made for another revision changes nothing', async () => {
    const { path } = await createPath()
    const etag = String((await api.get(path)).headers['etag'])
    const headers = { 'If-Match': etag }
    expect((await patch(path, { assignee: 'ada' }, { headers })).status).toBe(200)
    // The current one is `"2"`: a weak tag, or one that holds it, is another.
    for (const stale of [
      etag,
      '"99"',
      'nonsense',
      'W/"1"',
      'W/"2"',
      '"1", W/"2"',
      '"1,"2""',
      '"x,2"',
      ',',
      '"1" *',
    ]) {
      const answer = await patch(path, { assignee: 'bob' }, { headers: { 'If-Match': stale } })
      expect([answer.status, answer.body.code]).toEqual([412, 'version_conflict'])
      expect(answer.body['detail']).toContain('"2"')
    }
    expect((await patch(path, { assignee: null }, { headers: { 'If-Match': '*' } })).body).toMatchObject({
      assignee: null,
    })
  })

  it.each(['"1", "5"', '"5","1"', 'W/"5" , "a,b", "1"', ',, "1",', '*'])(
    'If-Match: %s: this guarantees that any one that fits is enough',
    async (tags) => {
      const { path } = await createPath()
      const { status } = await patch(path, { assignee: 'ada' }, { headers: { 'If-Match': tags } })
      expect(status).toBe(200)
    },
  )

  it('this guarantees that of two patches at once with one ETag one is done', async () => {
    const { path } = await createPath()
    const headers = { 'If-Match': '"1"' }
    const answers = await Promise.all(
      ['ada', 'bob'].map((assignee) => patch(path, { assignee }, { headers })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect(await activities(path)).toHaveLength(1)
  })

  it('this guarantees that patches at once without an ETag are all kept', async () => {
    const { path } = await createPath()
    const tags = Array.from({ length: 8 }, (_, n) => `tag-${n}`)
    await Promise.all(tags.map((tag) => patch(path, { tags: { add: [tag] } })))
    expect([...((await api.get(path)).body['tags'] as string[])].sort()).toEqual(tags)
    expect(await activities(path)).toHaveLength(8)
  })

  it.each([
    [{ status: 'closed' }, { status: 'closed', snoozedUntil: null, snoozedFor: null }],
    [{ snoozedUntil: null }, { status: 'open', snoozedUntil: null, snoozedFor: null }],
    [{ status: 'pending' }, { status: 'pending', snoozedUntil: null, snoozedFor: null }],
    [{ snoozedFor: 'customer' }, { status: 'snoozed', snoozedFor: 'customer' }],
  ])('%o of a snoozed one: this guarantees that status and snooze agree', async (change, expected) => {
    const { path, id } = await createPath({
      status: 'snoozed',
      snoozedUntil: inHours(2),
      snoozedFor: 'agent',
    })
    expect((await patch(path, change)).body).toMatchObject(expected)
    const { closedAt, dueAt } = (await api.store.conversation(id, 'consistent')) ?? {}
    expect(closedAt !== null).toBe(expected.status === 'closed')
    expect(dueAt !== null).toBe(expected.status === 'snoozed')
  })

  it.each([
    [1, 1],
    [80, 2],
  ])(
    'closed %i hours ago: this guarantees that a new session starts only after the grace period',
    async (hours, session) => {
      const { path, id } = await createPath({ status: 'closed', closedAt: hoursAgo(hours) })
      expect((await patch(path, { status: 'open' })).status).toBe(200)
      const conversation = await api.store.conversation(id, 'consistent')
      expect([conversation?.session.number, conversation?.closedAt]).toEqual([session, null])
    },
  )

  it.each([
    [{ status: 'snoozed' }, 'snooze_invalid'],
    [{ status: 'snoozed', snoozedUntil: null }, 'snooze_invalid'],
    [{ snoozedUntil: '2020-01-01T00:00:00Z' }, 'snooze_invalid'],
    [{ snoozedUntil: '2999-01-01T00:00:00Z' }, 'snooze_invalid'],
    [{ status: 'closed', snoozedUntil: '2999-01-01T00:00:00Z' }, 'snooze_invalid'],
    [{ snoozedFor: 'agent' }, 'snooze_invalid'],
    [{ tags: { add: ['b', 'c'] }, assignee: 'ada' }, 'too_many_tags'],
  ])('%o: this guarantees that nothing of it is done', async (body, code) => {
    const { path } = await createPath({ tags: Array.from({ length: 49 }, (_, n) => `tag-${n}`) })
    const answer = await patch(path, body)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    expect((await api.get(path)).headers['etag']).toBe('"1"')
  })

  it.each([
    [{ status: 'done' }, '/body/status not_allowed'],
    [{ colour: 'red' }, '/body/colour unknown'],
    [{ tags: ['vip'] }, '/body/tags invalid'],
    [{ assignee: ' ' }, '/body/assignee too_small'],
    [{ snoozedUntil: 'tomorrow' }, '/body/snoozedUntil wrong_format'],
    [{ unread: 0 }, '/body/unread unknown'],
  ])('%o: this guarantees that each wrong member is named', async (body, error) => {
    const answer = await patch((await createPath()).path, body)
    expect(answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([error])
  })

  it.each(['application/merge-patch+json', 'application/json'])(
    '%s: this guarantees that a patch is read under both names, as text and as base64',
    async (contentType) => {
      for (const base64 of [false, true]) {
        const { path } = await createPath()
        expect((await patch(path, { priority: 'low' }, { contentType, base64 })).body['priority']).toBe('low')
      }
    },
  )

  it('this guarantees that changing needs inbox:write, and something to change', async () => {
    const { path } = await createPath()
    expect((await patch(path, {}, { claims: READER })).body.code).toBe('insufficient_scope')
    expect((await patch(`/v1/conversations/cnv_${'b'.repeat(26)}`, {})).status).toBe(404)
  })
})

describe('POST /v1/conversations/{id}/notes', () => {
  it('this guarantees that a note is a line of the log that moves nothing else', async () => {
    const { path, id } = await createPath()
    const { status, body } = await postOnce(api, `${path}/notes`, { text: 'Calls back on Friday' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'note', seq: 2, text: 'Calls back on Friday', actor: AGENT })
    expect((await api.get(`${path}/entries?kind=note`)).body.data).toEqual([body])
    expect(await api.store.conversation(id, 'consistent')).toMatchObject({
      seq: 2,
      unread: 1,
      sending: null,
      lastMessage: { seq: 1 },
    })
  })

  it('this guarantees that a note needs words, a key and inbox:write', async () => {
    const { path } = await createPath()
    const answers = [
      await postOnce(api, `${path}/notes`, { text: ' ' }),
      await api.post(`${path}/notes`, { text: 'x' }),
      await postOnce(api, `${path}/notes`, { text: 'x' }, { claims: READER }),
      await postOnce(
        api,
        `${path}/notes`,
        { text: 'x', author: { kind: 'human' } },
        { claims: { ...WRITER, sub: 'cron', client_id: 'cron' } },
      ),
    ]
    expect(answers.map(({ body }) => body.code)).toEqual([
      'validation_failed',
      'idempotency_key_required',
      'insufficient_scope',
      'author_not_allowed',
    ])
  })
})
