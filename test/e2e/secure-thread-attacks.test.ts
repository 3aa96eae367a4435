import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toCode, toLinkToken } from '../../shared/domain/handoff/pass.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { type Offered, openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

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

/** The customer gets in, writes, and it is there: whatever somebody else did before. */
async function expectCustomerWrites(offered: Offered, code?: string): Promise<void> {
  const customer = threads.somebody()
  const place = await threads.enter(offered, customer, code)
  expect((await customer.post(`${place}/messages`, { text: 'I am here.' })).status).toBe(303)
  expect((await customer.get(place)).body).toContain('I am here.')
}

const locationOf = ({ headers }: { headers: Record<string, unknown> }): string => String(headers['location'])

describe('attacks on a secure thread: this guarantees that', () => {
  it('programs that look at links change nothing', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    for (let looks = 0; looks < 30; looks++) {
      const look = await threads.browser('127.0.2.1').get(offered.link, { 'user-agent': 'preview-bot' })
      expect(look.status).toBe(200)
      expect(look.headers['set-cookie']).toBeUndefined()
    }
    expect(await threads.store.threadAccess(offered.handoff.id)).toBeNull()
    expect(await threads.store.handoff(offered.handoff.id, 'consistent')).toMatchObject({ version: 1 })
    await expectCustomerWrites(offered)
  })

  it('a link that was used lets nobody in without a code', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    await expectCustomerWrites(offered)
    const thief = threads.somebody()
    const place = locationOf(await thief.post(offered.link))
    expect((await thief.get(place)).body).toContain('Enter your code')
    expect((await thief.get(`${place}/messages?after=0`)).status).toBe(404)
    expect((await thief.post(`${place}/messages`, { text: 'Me too' })).headers['location']).toBe(place)
    // The code that let the customer in lets nobody in again.
    expect(locationOf(await thief.post(`${place}/code`, { code: offered.code }))).toContain('say=wrong')
    await expectCustomerWrites(offered, await threads.mintCode(offered))
  })

  it('by the link alone only the first comes in', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer({ verification: 'link' })
    const customer = threads.somebody()
    const place = locationOf(await customer.post(offered.link))
    expect((await customer.get(place)).body).toContain('Your message')
    expect((await threads.somebody().post(offered.link)).status).toBe(303)
    const thief = threads.somebody()
    expect((await thief.get(locationOf(await thief.post(offered.link)))).body).toContain('Enter your code')
  })

  it(
    'tokens that are guessed, expired or of an offer taken back are one and the same page',
    { timeout: TIMEOUT_MS },
    async () => {
      const past = new Date(Date.now() - 1000).toISOString()
      const over = await threads.offer({ expiresAt: past })
      const declined = await threads.offer({ state: 'declined', by: { kind: 'agent', code: null } })
      const elsewhere = await threads.offer({ target: { kind: 'same_platform' } })
      const guessed = `/t/${toLinkToken(randomBytes(32))}`
      const stranger = threads.somebody()
      const looks = [
        guessed,
        over.link,
        declined.link,
        elsewhere.link,
        '/t/x',
        '/t/c/hnd_x',
        '/t/assets/x.js',
      ]
      const pages = await Promise.all(looks.map((path) => stranger.get(path)))
      const presses = await Promise.all(looks.slice(0, 4).map((path) => stranger.post(path)))
      expect(new Set([...pages, ...presses].map(({ status }) => status))).toEqual(new Set([404]))
      expect(new Set([...pages, ...presses].map(({ body }) => body)).size).toBe(1)
      expect((await stranger.get(`/t/c/${over.handoff.id}`)).body).toBe(pages[0]?.body)
    },
  )

  it(
    'a stranger with the link who guesses is refused, and the customer is not',
    { timeout: TIMEOUT_MS },
    async () => {
      const offered = await threads.offer()
      const stranger = threads.browser('127.0.3.1')
      const place = locationOf(await stranger.post(offered.link))
      const says: (string | undefined)[] = []
      for (let tries = 0; tries < 8; tries++) {
        const answer = await stranger.post(`${place}/code`, { code: toCode(randomBytes(32)) })
        says.push(locationOf(answer).split('say=')[1])
      }
      expect(says).toEqual([...Array<string>(5).fill('wrong'), ...Array<string>(3).fill('refused')])
      // From there the right code does nothing either, in another browser neither.
      expect(locationOf(await stranger.post(`${place}/code`, { code: offered.code }))).toContain(
        'say=refused',
      )
      const another = threads.browser('127.0.3.1')
      await another.post(offered.link)
      expect(locationOf(await another.post(`${place}/code`, { code: offered.code }))).toContain('say=refused')
      await expectCustomerWrites(offered)
    },
  )

  it(
    'strangers everywhere kill a code, and the customer has another one sent',
    { timeout: TIMEOUT_MS },
    async () => {
      const offered = await threads.offer()
      for (const host of [1, 2, 3, 4]) {
        const stranger = threads.browser(`127.0.4.${host}`)
        const place = locationOf(await stranger.post(offered.link))
        for (let tries = 0; tries < 5; tries++) {
          await stranger.post(`${place}/code`, { code: toCode(randomBytes(32)) })
        }
      }
      const customer = threads.somebody()
      const place = locationOf(await customer.post(offered.link))
      expect(locationOf(await customer.post(`${place}/code`, { code: offered.code }))).toContain('say=wrong')
      expect(locationOf(await customer.post(`${place}/new-code`))).toContain('say=resent')
      const sent = await desk.entries(offered.privateConversationId)
      expect(sent.at(-1)).toMatchObject({
        direction: 'outbound',
        actor: { kind: 'automation' },
        text: expect.stringContaining('{code}'),
      })
      await expectCustomerWrites(offered, await threads.mintCode(offered))
    },
  )

  it('nobody makes us write again and again', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const strangers = [1, 2, 3].map((host) => threads.browser(`127.0.5.${host}`))
    for (const stranger of strangers) {
      const place = locationOf(await stranger.post(offered.link))
      for (let wishes = 0; wishes < 5; wishes++) await stranger.post(`${place}/new-code`)
    }
    const sent = await desk.entries(offered.privateConversationId)
    expect(sent.filter((entry) => entry.kind === 'message' && entry.direction === 'outbound')).toHaveLength(1)
    await expectCustomerWrites(offered)
  })

  it('a cookie opens its own thread and no other', { timeout: TIMEOUT_MS }, async () => {
    const [own, others] = [await threads.offer(), await threads.offer()]
    await expectCustomerWrites(others)
    const thief = threads.somebody()
    await threads.enter(own, thief)
    const [cookie = ''] = [...thief.cookies.values()]
    const place = `/t/c/${others.handoff.id}`
    const name = `inlet-thread-${others.handoff.id.slice('hnd_'.length)}`
    for (const value of [cookie, own.link.slice('/t/'.length)]) {
      thief.cookies.set(name, value)
      expect((await thief.get(place)).status).toBe(404)
      expect((await thief.get(`${place}/messages?after=0`)).status).toBe(404)
      expect((await thief.post(`${place}/messages`, { text: 'Hello' })).status).toBe(404)
      expect((await thief.post(`${place}/code`, { code: own.code })).status).toBe(404)
      expect((await thief.post(`${place}/end`)).status).toBe(404)
    }
    await expectCustomerWrites(others, await threads.mintCode(others))
  })

  it('what another site sends is not done', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const customer = threads.somebody()
    const place = await threads.enter(offered, customer)
    await customer.post(`${place}/messages`, { text: 'Before.' })
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: inbox.url, 'sec-fetch-site': 'cross-site' },
      { origin: '' },
    ]
    for (const headers of foreign) {
      for (const path of [offered.link, `${place}/messages`, `${place}/end`, `${place}/new-code`]) {
        expect(
          (await customer.post(path, { text: 'Forged.' }, headers)).status,
          JSON.stringify(headers),
        ).toBe(403)
      }
    }
    expect((await customer.get(place)).body).not.toContain('Forged.')
    // What a browser says of our own form while it keeps back where it came from.
    const own = { origin: 'null', 'sec-fetch-site': 'same-origin' }
    expect((await customer.post(`${place}/messages`, { text: 'After.' }, own)).status).toBe(303)
    expect((await customer.get(place)).body).toContain('After.')
  })

  it('markup in a message is words', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const customer = threads.somebody()
    const place = await threads.enter(offered, customer)
    const script = `<script>alert(1)</script><img src=x onerror="alert('1')">`
    await customer.post(`${place}/messages`, { text: script })
    const { body } = await customer.get(place)
    expect(body).not.toContain('<script>alert')
    expect(body).not.toContain('<img')
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    const [entry] = await desk.entries(await threads.conversationOf(offered))
    expect(entry).toMatchObject({ text: script })
  })
})
