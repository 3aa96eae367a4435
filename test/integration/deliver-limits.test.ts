import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CALM } from '../platforms/platforms-under-test.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let dynoxide: Dynoxide
let inbox: Replies
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = await startReplies(await dynoxide.createInboxTable(`limits${++tables}`), { receipts: CALM })
})
afterEach(() => inbox.stop())

const calls = (channel: string): number => inbox.platforms.sent(channel).length

/** X: fifteen direct messages in a quarter of an hour are used up, and so for nine minutes more. */
function useUpMessages(): void {
  const reset = String(Math.floor(Date.now() / 1000) + 9 * 60)
  inbox.platforms.fault('twitter', {
    status: 429,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset },
    body: { title: 'Too Many Requests', status: 429 },
    times: 1,
  })
}

describe('a limit of the account', () => {
  it('this guarantees that one conversation finds it, the others call nobody until it ends, and all is sent then', async () => {
    const [ada, bob] = [
      await inbox.customerWrites('twitter', { customer: '2000000001' }),
      await inbox.customerWrites('twitter', { customer: '2000000002' }),
    ]
    await inbox.reply(ada.id, 'hello ada')
    await inbox.reply(bob.id, 'hello bob')
    useUpMessages()
    expect((await inbox.deliver(ada.id)).next).toMatchObject({ kind: 'waits' })
    expect((await inbox.deliver(bob.id)).next).toMatchObject({ kind: 'waits' })
    await inbox.reply(bob.id, 'hello again')
    expect(calls('twitter')).toBe(1)

    inbox.pass(10 * MINUTE_MS)
    expect((await inbox.deliver(bob.id)).outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent'])
    expect((await inbox.deliver(ada.id)).outcomes.map(({ kind }) => kind)).toEqual(['sent'])
    expect(await inbox.account('twitter', ada.account.id)).toMatchObject({ health: 'healthy' })
  })

  it('this guarantees that posts, which have a limit of their own, are written meanwhile', async () => {
    const ada = await inbox.customerWrites('twitter', { customer: '2000000001' })
    const eve = await inbox.customerWrites('twitter', { customer: '2000000003', visibility: 'public' })
    await inbox.reply(ada.id, 'hello ada')
    await inbox.reply(eve.id, 'hello eve')
    useUpMessages()
    await inbox.deliver(ada.id)
    expect((await inbox.deliver(eve.id)).outcomes).toMatchObject([{ kind: 'sent' }])
  })

  it('this guarantees that a message which cannot wait so long fails at once, with the reason', async () => {
    const bob = await inbox.customerWrites('whatsapp', { customer: '15550000002' })
    inbox.pass(DAY_MS - 5 * MINUTE_MS)
    const ada = await inbox.customerWrites('whatsapp', { customer: '15550000001' })
    await inbox.reply(ada.id, 'hello ada')
    const seq = await inbox.reply(bob.id, 'hello bob')
    const body = { error: { code: 130429, message: 'Rate limit hit' } }
    inbox.platforms.fault('whatsapp', { status: 429, headers: { 'retry-after': '600' }, body, times: 1 })
    await inbox.deliver(ada.id)
    await inbox.deliver(bob.id)
    expect(await inbox.message(bob.id, seq)).toMatchObject({
      status: 'failed',
      error: { code: 'send_expired' },
    })
    expect(calls('whatsapp')).toBe(1)
  })

  it('this guarantees that a limit of one customer holds nobody else', async () => {
    const ada = await inbox.customerWrites('whatsapp', { customer: '15550000001' })
    const bob = await inbox.customerWrites('whatsapp', { customer: '15550000002' })
    await inbox.reply(ada.id, 'hello ada')
    await inbox.reply(bob.id, 'hello bob')
    const body = { error: { code: 131056, message: 'Pair rate limit hit' } }
    inbox.platforms.fault('whatsapp', { status: 400, headers: { 'retry-after': '600' }, body, times: 1 })
    expect((await inbox.deliver(ada.id)).next).toMatchObject({ kind: 'waits' })
    expect((await inbox.deliver(bob.id)).outcomes).toMatchObject([{ kind: 'sent' }])
  })
})
