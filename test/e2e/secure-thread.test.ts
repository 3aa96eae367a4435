import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

const TIMEOUT_MS = 90_000

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
})
afterAll(() => inbox.stop())

const locationOf = ({ headers }: { headers: Record<string, unknown> }): string => String(headers['location'])

describe('the page of a secure thread: this guarantees that', () => {
  it('an offer leads through button and code to a conversation', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const customer = threads.somebody()
    const place = await threads.enter(offered, customer)
    await customer.post(`${place}/messages`, { text: 'My number is 4242 4242 4242 4242.' })
    const id = await threads.conversationOf(offered)
    const [first] = await desk.entries(id)
    expect(first).toMatchObject({
      kind: 'message',
      text: 'My number is •••• 4242.',
      masked: ['card'],
      status: 'received',
    })
    expect((await customer.get(place)).body).toContain('Numbers of cards and accounts are hidden')
    const answer = await desk.post(id, { text: 'Thank you.' })
    expect(answer.body).toMatchObject({ status: 'sent', text: 'Thank you.', outgoing: null })
    const news = JSON.parse((await customer.get(`${place}/messages?after=1`)).body)
    expect(news.lines).toMatchObject([{ from: 'company', text: 'Thank you.' }])
    expect(await desk.message(answer.body, ({ status }) => status === 'read')).toMatchObject({
      status: 'read',
    })
    const { data } = await inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } })
    expect(data).toMatchObject({
      channel: 'web',
      visibility: 'private',
      lastMessage: { text: null },
      linked: [{ conversationId: offered.publicConversationId, handoffId: offered.handoff.id }],
    })
    expect(data?.sla).not.toBeNull()
    const open = await inbox.api.GET('/v1/conversations/{id}', {
      params: { path: { id: offered.publicConversationId } },
    })
    expect(open.data?.linked).toEqual([{ conversationId: id, handoffId: offered.handoff.id }])
  })

  it('every answer says how little a browser may do with it', { timeout: TIMEOUT_MS }, async () => {
    const { link } = await threads.offer()
    const { headers } = await threads.somebody().get(link)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': expect.stringContaining('noindex'),
      'x-content-type-options': 'nosniff',
    })
    const pressed = await threads.somebody().post(link)
    expect(pressed.status).toBe(303)
    expect(locationOf(pressed)).not.toContain(link.slice('/t/'.length))
    expect(String(pressed.headers['set-cookie'])).toMatch(
      /; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    )
  })

  it('a form that is sent twice is said once', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const customer = threads.somebody()
    const place = await threads.enter(offered, customer)
    const form = { text: 'Only once.', once: 'a'.repeat(43) }
    await Promise.all([customer.post(`${place}/messages`, form), customer.post(`${place}/messages`, form)])
    await customer.post(`${place}/messages`, form)
    const entries = await desk.entries(await threads.conversationOf(offered))
    expect(entries.filter(({ kind }) => kind === 'message')).toHaveLength(1)
  })

  it(
    'closed by an agent it has ended: nobody reads or writes on it, and it stays so',
    { timeout: TIMEOUT_MS },
    async () => {
      const offered = await threads.offer()
      const customer = threads.somebody()
      const place = await threads.enter(offered, customer)
      await customer.post(`${place}/messages`, { text: 'Bye?' })
      const id = await threads.conversationOf(offered)
      const path = { params: { path: { id } } }
      await inbox.api.PATCH('/v1/conversations/{id}', { ...path, body: { status: 'closed' } })
      expect(await customer.get(`${place}/messages?after=1`)).toMatchObject({
        status: 410,
        body: '{"ended":true}',
      })
      const page = await customer.get(place)
      expect(page).toMatchObject({ status: 410 })
      expect(page.body).toContain('This conversation has ended')
      expect(page.body).not.toContain('Bye?')
      expect((await customer.post(`${place}/messages`, { text: 'Still there?' })).status).toBe(410)
      expect((await threads.somebody().get(offered.link)).status).toBe(410)
      const reopened = await inbox.api.PATCH('/v1/conversations/{id}', { ...path, body: { status: 'open' } })
      expect(reopened.error).toMatchObject({ code: 'thread_ended' })
      expect((await desk.post(id, { text: 'One more thing' })).body.code).toBe('thread_ended')
      const options = await inbox.api.GET('/v1/conversations/{id}/reply-options', path)
      expect(options.data).toMatchObject({ options: [], closed: [{ code: 'thread_ended' }] })
    },
  )

  it('the customer may end it, before the first word as well', { timeout: TIMEOUT_MS }, async () => {
    const [written, silent] = [await threads.offer(), await threads.offer()]
    const customer = threads.somebody()
    const place = await threads.enter(written, customer)
    await customer.post(`${place}/messages`, { text: 'That is all.' })
    expect((await customer.post(`${place}/end`)).status).toBe(303)
    expect((await customer.get(place)).status).toBe(410)
    const id = await threads.conversationOf(written)
    const { data } = await inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } })
    expect(data?.status).toBe('closed')
    const other = threads.somebody()
    const otherPlace = await threads.enter(silent, other)
    await other.post(`${otherPlace}/end`)
    expect((await other.get(otherPlace)).status).toBe(410)
    expect(await threads.store.handoff(silent.handoff.id, 'consistent')).toMatchObject({
      state: 'declined',
      by: { kind: 'customer' },
    })
  })
})
