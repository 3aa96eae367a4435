import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { offerOnFacebook } from '../support/offer-on-facebook.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
})
afterAll(() => inbox.stop())

describe('a secure thread that was offered under a comment: this guarantees that', () => {
  it(
    'the customer gets link and code in Messenger, comes in by them, and by a fresh code from elsewhere',
    { timeout: 90_000 },
    async () => {
      const offered = await offerOnFacebook(inbox, desk)
      expect(offered.link).toMatch(/^\/t\/[\w-]{43}$/)
      const customer = threads.browser()
      const pressed = await customer.post(offered.link)
      const place = `/t/c/${offered.handoffId}`
      expect(pressed.headers['location']).toBe(place)
      expect((await customer.post(`${place}/code`, { code: offered.code })).headers['location']).toBe(place)
      await customer.post(`${place}/messages`, { text: 'Here I am, in private.' })
      const handoff = await inbox.get<{ privateConversationId: string }>(`/v1/handoffs/${offered.handoffId}`)
      expect(handoff).toMatchObject({ state: 'completed', privateConversationId: expect.any(String) })

      const elsewhere = threads.browser('127.0.8.1')
      await elsewhere.post(offered.link)
      expect((await elsewhere.post(`${place}/new-code`)).headers['location']).toBe(`${place}?say=resent`)
      const codes = await inbox.eventually(offered.codes, (found) => found.length === 2)
      expect((await elsewhere.post(`${place}/code`, { code: codes[1] ?? '' })).headers['location']).toBe(
        place,
      )
      expect((await elsewhere.get(place)).body).toContain('Here I am, in private.')

      // Neither link nor code is in the inbox: they were made when they were sent.
      const thread = await inbox.get<{ contactId: string }>(
        `/v1/conversations/${handoff.privateConversationId}`,
      )
      const timeline = await inbox.get<object>(`/v1/contacts/${thread.contactId}/timeline?limit=100`)
      const said = JSON.stringify(timeline)
      for (const secret of [offered.link, ...codes]) expect(said).not.toContain(secret)
      const events = JSON.stringify(await inbox.get<object>('/local/events'))
      for (const secret of [offered.link, ...codes]) expect(events).not.toContain(secret)
      expect(events).not.toContain('Here I am, in private.')
    },
  )

  it(
    'on X the link goes by direct message, and the code follows when its page is opened',
    { timeout: 90_000 },
    async () => {
      const customer = '1699999999999999902'
      await desk.customerWrites({ channel: 'twitter', visibility: 'private' }, { customer })
      const { id } = await desk.customerWrites({ channel: 'twitter', visibility: 'public' }, { customer })
      const offer = await fetch(`${inbox.url}/v1/conversations/${id}/handoffs`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await desk.tokenOf('human')}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ target: { kind: 'secure_thread' }, reason: { code: 'payment' } }),
      })
      expect(offer.status).toBe(201)
      const handoff = (await offer.json()) as { id: string; verification: string }
      expect(handoff.verification).toBe('code')
      const inDirectMessages = async (pattern: RegExp): Promise<string[]> =>
        (await desk.sent('twitter'))
          .filter(({ request }) => request.path.includes('/dm_conversations/'))
          .flatMap(({ request }) => pattern.exec(JSON.stringify(request.body))?.[1] ?? [])
      const codes = () => inDirectMessages(/\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/)
      const [link = ''] = await inbox.eventually(
        () => inDirectMessages(/(\/t\/[A-Za-z0-9_-]{43})/),
        (found) => found.length > 0,
      )
      const bot = threads.browser('127.0.8.2')
      for (let look = 0; look < 3; look++) expect((await bot.get(link)).status).toBe(200)
      expect(await codes()).toEqual([])

      const browser = threads.browser()
      await browser.post(link)
      const [code = ''] = await inbox.eventually(codes, (found) => found.length > 0)
      const place = `/t/c/${handoff.id}`
      expect((await browser.post(`${place}/code`, { code })).headers['location']).toBe(place)
      await browser.post(`${place}/messages`, { text: 'From X, in private.' })
      expect(await inbox.get(`/v1/handoffs/${handoff.id}`)).toMatchObject({ state: 'completed' })
      expect((await browser.get(place)).body).toContain('From X, in private.')
      // Nobody in public is told where the page is.
      const posts = (await desk.sent('twitter')).filter(({ request }) => request.path === '/2/tweets')
      expect(JSON.stringify(posts)).not.toContain('/t/')
    },
  )
})
