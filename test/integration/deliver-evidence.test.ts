import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { toEntryId } from '../../shared/domain/ids.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { signTwilio, toStatusForm } from '../../shared/channels/sms/wire-twilio.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const MINUTE_MS = 60_000
const DOUBLE = { status: 400, body: { error: { code: 506, message: 'Duplicate' } }, times: 1 }

let dynoxide: Dynoxide
let inbox: Replies
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = await startReplies(await dynoxide.createInboxTable(`evidence${++tables}`), { receipts: CALM })
})
afterEach(() => inbox.stop())

/** The request leaves and is lost on the way: the platform never has it, and nobody can tell. */
const swallowed: PlatformClient = { call: () => Promise.resolve({ kind: 'unclear', title: 'ECONNRESET' }) }

async function webhook(channel: 'facebook' | 'whatsapp', body: object): Promise<void> {
  const text = JSON.stringify(body)
  const secret = findChannel(channel)?.manifest.secret.local['appSecret'] ?? ''
  const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  const url = `${inbox.url}/webhooks/${channel}`
  expect((await fetch(url, { method: 'POST', headers, body: text })).status).toBe(200)
  await inbox.settled()
}

function toEcho({ account }: Conversation, customer: string, message: object): object {
  const timestamp = Date.now()
  const ends = { sender: { id: account.id }, recipient: { id: customer } }
  const item = { ...ends, timestamp, message: { is_echo: true, app_id: 99, ...message } }
  return { object: 'page', entry: [{ id: account.id, time: timestamp, messaging: [item] }] }
}

describe('what counts as a message having been sent', () => {
  it.each(['sms', 'twitter'])(
    'on %s, a later one of the same words: this guarantees that the lost one is not taken for it',
    async (channel) => {
      const { id } = await inbox.customerWrites(channel)
      const lost = await inbox.reply(id, 'hello again')
      await inbox.deliver(id, { platform: swallowed })
      const second = await inbox.reply(id, 'hello again')
      await inbox.deliver(id)
      await inbox.settled()
      inbox.pass(2 * MINUTE_MS)
      await inbox.deliver(id)
      expect((await inbox.message(id, second)).providerId).not.toBeNull()
      expect(await inbox.message(id, lost)).toMatchObject({ status: 'unknown', providerId: null })
    },
  )

  it('a comment refused as a double after a try that may have been taken: this guarantees that it is not called failed', async () => {
    const root = '770000000000010_122100000000000'
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root })
    const seq = await inbox.reply(id, 'hello double')
    inbox.platforms.fault('facebook', { status: 503, times: 1 })
    await inbox.deliver(id)
    inbox.pass(MINUTE_MS)
    inbox.platforms.fault('facebook', DOUBLE)
    expect((await inbox.deliver(id)).outcomes).toMatchObject([{ kind: 'unknown', seq }])
    expect(await inbox.message(id, seq)).toMatchObject({ status: 'unknown', error: null })
  })

  it('one refused as a double at its first try: this guarantees that it is called failed', async () => {
    const root = '770000000000010_122100000000000'
    const { id } = await inbox.customerWrites('facebook', { visibility: 'public', root })
    const seq = await inbox.reply(id, 'hello double')
    inbox.platforms.fault('facebook', DOUBLE)
    await inbox.deliver(id)
    expect((await inbox.message(id, seq)).error).toMatchObject({ code: 'duplicate_refused' })
  })

  it('an echo to somebody else under our value: this guarantees that it settles nothing of ours', async () => {
    const conversation = await inbox.customerWrites('facebook')
    const seq = await inbox.reply(conversation.id, 'hello mine')
    await inbox.deliver(conversation.id, { platform: swallowed })
    const metadata = toEntryId(conversation.id, seq)
    await webhook(
      'facebook',
      toEcho(conversation, '4711', { mid: 'm_forged', text: 'Other words', metadata }),
    )
    expect(await inbox.message(conversation.id, seq)).toMatchObject({ status: 'unknown', providerId: null })
  })

  it('a second provider id under our value: this guarantees that what it reports is not ours', async () => {
    const conversation = await inbox.customerWrites('facebook')
    const seq = await inbox.reply(conversation.id, 'hello mine')
    await inbox.deliver(conversation.id)
    await inbox.settled()
    const { providerId } = await inbox.message(conversation.id, seq)
    const psid = inbox.platforms.sent('facebook').flatMap(({ request }) => {
      return /"recipient":\{"id":"(\d+)"/.exec(JSON.stringify(request.body))?.[1] ?? []
    })[0]
    const metadata = toEntryId(conversation.id, seq)
    const echo = { mid: 'm_second', text: 'Other words', metadata }
    await webhook('facebook', toEcho(conversation, psid ?? '', echo))
    expect(await inbox.message(conversation.id, seq)).toMatchObject({ providerId })
    expect(await inbox.message(conversation.id, seq + 1)).toMatchObject({
      providerId: 'm_second',
      actor: { kind: 'external' },
    })
  })
})

describe('a receipt that names no message of ours, before the answer that does', () => {
  it('this guarantees that an opt-out which only it tells of is known', async () => {
    const { id, account } = await inbox.customerWrites('sms')
    const seq = await inbox.reply(id, 'hello stop')
    const sid = 'SM00000000000000000000000000000077'
    const platform: PlatformClient = {
      call: async () => {
        const form = toStatusForm({ sid, from: account.id, to: '+15550000009', status: 'failed' })
        const { url, headers, body } = signTwilio({ ...form, ErrorCode: '21610' }, inbox.url)
        const told = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
        expect(told.status).toBe(200)
        await inbox.settled()
        return {
          kind: 'answered',
          answer: { kind: 'https', status: 201, headers: {}, body: JSON.stringify({ sid }) },
        }
      },
    }
    await inbox.deliver(id, { platform })
    expect(await inbox.message(id, seq)).toMatchObject({
      status: 'failed',
      error: { code: 'recipient_opted_out', providerCode: '21610' },
    })
    await expect(inbox.reply(id, 'hello again')).rejects.toThrow('recipient_opted_out')
  })
})
