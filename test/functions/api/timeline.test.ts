import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTimeline } from '../../../shared/app/read-timeline.ts'
import { createInboxReader } from '../../../shared/aws/inbox-reader.ts'
import { conversationOf, minutesAfterNoon } from './api-data.ts'
import { type Api, type Body, readAllPages, startApi } from './api-harness.ts'
import { changesAt, OPTED_OUT, tellHistory } from './timeline-data.ts'

type Line = Body['data'][number]

let api: Api

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const idsOf = (lines: readonly Line[]): string[] => lines.map(({ id }) => id)
const pathOf = ({ id }: { id: string }, query: string): string => `/v1/contacts/${id}/timeline?${query}`
const readAll = async (contact: { id: string }, query: string): Promise<Line[]> =>
  (await readAllPages(api, pathOf(contact, query))).data
describe('GET /v1/contacts/{id}/timeline', () => {
  it('this guarantees that each line says where it belongs, and a change of the contact is a line of its own', async () => {
    const told = await tellHistory(api.store, [{ minutes: [1], visibility: 'public' }], changesAt([2]))
    const { contact, conversations } = told
    const [message, activity] = await readAll(contact, 'order=asc')
    expect(message).toMatchObject({
      id: conversations[0]?.entryIds[0],
      kind: 'message',
      text: 'message 1',
      contactId: contact.id,
      conversation: {
        id: conversations[0]?.id,
        channel: 'whatsapp',
        visibility: 'public',
        account: { id: '1066', name: 'Shop' },
      },
    })
    expect(activity).toEqual({
      id: expect.stringMatching(/^evt_/) as string,
      conversationId: null,
      seq: null,
      revision: 2,
      at: minutesAfterNoon(2),
      actor: { kind: 'contact', id: contact.id, name: contact.name },
      kind: 'activity',
      type: 'contact.opted_out',
      data: OPTED_OUT,
      contactId: contact.id,
      conversation: null,
    })
  })

  it('this guarantees that a page opens only the logs that it needs', async () => {
    const recent = { minutes: [900, 905] as const }
    const old = Array.from({ length: 60 }, (_, index) => ({ minutes: [index, index + 500] as const }))
    const { contact } = await tellHistory(api.store, [recent, ...old, { minutes: [901] }])
    const reader = createInboxReader(api.table, { now: () => new Date() })
    const opened: string[] = []
    const counting: typeof reader = {
      ...reader,
      entries: (id, range) => {
        opened.push(id)
        return reader.entries(id, range)
      },
    }
    const query = { contactId: contact.id, channel: undefined, visibility: undefined, position: null }
    const page = await readTimeline(counting, { ...query, order: 'desc', limit: 3 })
    expect(page).toMatchObject({ kind: 'page', lines: [{ seq: 2 }, { seq: 1 }, { seq: 1 }] })
    expect(opened.length).toBeLessThanOrEqual(8)
  })

  it('this guarantees that a filter leaves conversations, and changes of the contact, out', async () => {
    const told = await tellHistory(
      api.store,
      [{ minutes: [1, 4] }, { minutes: [2], visibility: 'public' }, { minutes: [3], channel: 'sms' }],
      changesAt([5]),
    )
    const [whatsapp, post, sms] = told.conversations.map(({ entryIds }) => entryIds)
    const read = async (query: string): Promise<string[]> => idsOf(await readAll(told.contact, query))
    expect(await read('order=asc&visibility=public&limit=1')).toEqual(post)
    expect(await read('order=asc&channel=sms&limit=1')).toEqual(sms)
    expect(await read('order=asc&channel=whatsapp&visibility=private&limit=1')).toEqual(whatsapp)
    expect(await read('order=asc&channel=sms&visibility=public')).toEqual([])
  })

  it.each(['order=asc', 'channel=sms', 'visibility=public'])(
    '%s: this guarantees that a cursor of another question is refused',
    async (query) => {
      const { contact } = await tellHistory(api.store, [{ minutes: [1, 2, 3] }])
      const { body } = await api.get(pathOf(contact, 'limit=1'))
      const other = await api.get(pathOf(contact, `limit=1&${query}&cursor=${body.page.next}`))
      expect([other.status, other.body.code]).toEqual([400, 'cursor_invalid'])
      const stranger = await tellHistory(api.store, [{ minutes: [1] }])
      const elsewhere = await api.get(pathOf(stranger.contact, `limit=1&cursor=${body.page.next}`))
      expect(elsewhere.body.code).toBe('cursor_invalid')
    },
  )

  it.each<[string, Record<string, string>]>([
    ['no line', {}],
    ['a line that is none', { last: '2026#cnv_1#1', kept: '' }],
    [
      'a position that is none',
      { last: `${minutesAfterNoon(1)}#cnv_${'a'.repeat(26)}#000000000001`, kept: 'x' },
    ],
  ])('%s: this guarantees that a forged cursor is refused', async (_, last) => {
    const { contact } = await tellHistory(api.store, [{ minutes: [1, 2, 3] }])
    const { body } = await api.get(pathOf(contact, 'limit=1'))
    const cursor = JSON.parse(Buffer.from(body.page.next ?? '', 'base64url').toString()) as object
    const forged = Buffer.from(JSON.stringify({ ...cursor, last })).toString('base64url')
    expect((await api.get(pathOf(contact, `limit=1&cursor=${forged}`))).body.code).toBe('cursor_invalid')
  })

  it('this guarantees that nobody has no timeline, and a silent contact an empty one', async () => {
    expect((await api.get(pathOf({ id: `ctc_${'a'.repeat(26)}` }, ''))).status).toBe(404)
    const { contact } = await tellHistory(api.store, [])
    expect((await api.get(pathOf(contact, ''))).body).toEqual({
      data: [],
      page: { next: null, hasMore: false },
    })
  })

  it('this guarantees that more conversations than a timeline joins are a problem that says so', async () => {
    const { contact } = await tellHistory(api.store, [])
    for (let start = 0; start < 2001; start += 100) {
      const some = Array.from({ length: Math.min(100, 2001 - start) }, (_, index) => start + index)
      await api.store.save(
        some.map((n) => ({
          kind: 'contact_conversation',
          contactId: contact.id,
          conversationId: conversationOf(n).id,
          at: minutesAfterNoon(n),
        })),
      )
    }
    const { status, body } = await api.get(pathOf(contact, ''))
    expect([status, body.code]).toEqual([422, 'timeline_too_long'])
  }, 30_000)
})
