import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformClient } from '../../shared/app/delivery-ports.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { CALM } from '../platforms/platforms-under-test.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type Replies, startReplies } from '../support/start-replies.ts'

const MINUTE_MS = 60_000

let dynoxide: Dynoxide
let inbox: Replies
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = await startReplies(await dynoxide.createInboxTable(`refused${++tables}`), { receipts: CALM })
})
afterEach(() => inbox.stop())

/** Everything that platforms were asked to send, by words. */
const sentTexts = (channel: string): string[] =>
  inbox.platforms.sent(channel).map(({ request }) => /hello \w+/i.exec(JSON.stringify(request))?.[0] ?? '')

/** What the platform tells of a message is stored before its answer to the call is read. */
const tellFirst = (platform: PlatformClient): PlatformClient => ({
  call: async (...call) => {
    const result = await platform.call(...call)
    await inbox.settled()
    return result
  },
})

describe('a platform that refuses', () => {
  it('for now: this guarantees that the message waits as long as it says, keeps its place, and is sent', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    await inbox.reply(id, 'hello one')
    await inbox.reply(id, 'hello two')
    inbox.platforms.fault('whatsapp', { status: 503, times: 2 })
    expect((await inbox.deliver(id)).next).toMatchObject({ kind: 'waits' })
    inbox.pass(MINUTE_MS)
    expect((await inbox.deliver(id)).next).toMatchObject({ kind: 'waits' })
    inbox.pass(MINUTE_MS)
    expect((await inbox.deliver(id)).outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent'])
    expect(sentTexts('whatsapp')).toEqual(['hello one', 'hello one', 'hello one', 'hello two'])
  })

  it('longer than the message may wait: this guarantees that it fails at once, with the reason', async () => {
    const { id } = await inbox.customerWrites('twitter')
    const seq = await inbox.reply(id, 'hello late')
    const reset = String(Math.floor(Date.now() / 1000) + 30 * 3600)
    inbox.platforms.fault('twitter', {
      status: 429,
      headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': reset },
      body: {},
      times: 1,
    })
    await inbox.deliver(id)
    expect((await inbox.message(id, seq)).error).toMatchObject({ code: 'send_expired' })
  })

  it('for good: this guarantees a stable code, the platform’s own, and no second call', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    const seq = await inbox.reply(id, 'hello never')
    inbox.platforms.fault('whatsapp', { code: 131026, times: 1 })
    await inbox.deliver(id)
    await inbox.deliver(id)
    expect(await inbox.message(id, seq)).toMatchObject({
      status: 'failed',
      error: { code: 'recipient_unreachable', providerCode: '131026' },
    })
    expect(sentTexts('whatsapp')).toEqual(['hello never'])
  })

  it('later, by a receipt: this guarantees the same code as at once', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    const seq = await inbox.reply(id, 'hello failing')
    inbox.platforms.fault('whatsapp', { code: 131026, failLater: true, times: 1 })
    await inbox.deliver(id)
    await inbox.settled()
    expect(await inbox.message(id, seq)).toMatchObject({
      status: 'failed',
      error: { code: 'recipient_unreachable', providerCode: '131026' },
    })
  })

  it('later, because the customer opted out: this guarantees that the next one is refused before it is accepted', async () => {
    const { id, contactId } = await inbox.customerWrites('sms')
    const seq = await inbox.reply(id, 'hello stop')
    inbox.platforms.fault('sms', { code: 21610, failLater: true, times: 1 })
    await inbox.deliver(id)
    await inbox.settled()
    expect(await inbox.message(id, seq)).toMatchObject({
      status: 'failed',
      error: { code: 'recipient_opted_out', providerCode: '21610' },
    })
    await expect(inbox.reply(id, 'hello again')).rejects.toThrow('recipient_opted_out')
    const contact = await inbox.store.contact(contactId, 'consistent')
    expect(contact?.changes.at(-1)?.parts).toMatchObject([
      { type: 'contact.opted_out', data: { by: 'platform', scope: 'all' } },
    ])
  })

  it('later, and heard of before the answer: this guarantees that the opt-out is known all the same', async () => {
    const receipts = { ...CALM, beforeAnswer: 1 }
    const early = await startReplies(await dynoxide.createInboxTable(`refused${++tables}`), { receipts })
    try {
      const { id } = await early.customerWrites('sms')
      await early.reply(id, 'hello stop')
      early.platforms.fault('sms', { code: 21610, failLater: true, times: 1 })
      await early.deliver(id)
      await early.settled()
      await expect(early.reply(id, 'hello again')).rejects.toThrow('recipient_opted_out')
    } finally {
      await early.stop()
    }
  })

  it.each([
    ['after', 'after'],
    ['before', 'before'],
    ['before', 'after'],
    ['after', 'before'],
  ] as const)(
    'later, because of the account, heard of %s the answer and of its probe %s: this guarantees that it is degraded, that one message is the probe, and that one which arrives ends it',
    async (first, later) => {
      const hear = { after: inbox.platform, before: tellFirst(inbox.platform) }
      const { id, account } = await inbox.customerWrites('sms')
      const seq = await inbox.reply(id, 'hello unregistered')
      inbox.platforms.fault('sms', { code: 30034, failLater: true, times: 2 })
      await inbox.deliver(id, { platform: hear[first] })
      await inbox.settled()
      expect((await inbox.message(id, seq)).error).toMatchObject({ code: 'account_refused' })
      expect(await inbox.account('sms', account.id)).toMatchObject({
        health: 'degraded',
        lastError: { code: 'number_not_registered' },
        sendHold: { probes: 1 },
      })
      await expect(inbox.reply(id, 'hello early')).rejects.toThrow('account_refused')

      inbox.pass(2 * MINUTE_MS)
      await inbox.reply(id, 'hello probe')
      await inbox.deliver(id, { platform: hear[later] })
      await inbox.settled()
      expect(await inbox.account('sms', account.id)).toMatchObject({
        health: 'degraded',
        sendHold: { probes: 2 },
      })
      await expect(inbox.reply(id, 'hello early')).rejects.toThrow('account_refused')

      inbox.pass(3 * MINUTE_MS)
      await inbox.reply(id, 'hello registered')
      await inbox.deliver(id)
      await inbox.settled()
      expect(await inbox.account('sms', account.id)).toMatchObject({ health: 'healthy', sendHold: null })
      expect(sentTexts('sms')).toEqual(['hello unregistered', 'hello probe', 'hello registered'])
    },
  )

  it('because the window closed since: this guarantees that nothing is called', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    const seq = await inbox.reply(id, 'hello too late')
    inbox.pass(25 * 60 * MINUTE_MS)
    await inbox.deliver(id)
    expect(await inbox.message(id, seq)).toMatchObject({ status: 'failed', error: { code: 'window_closed' } })
    expect(sentTexts('whatsapp')).toEqual([])
  })

  it('because the customer opted out at the carrier: this guarantees that the next one is refused before it is accepted', async () => {
    const { id } = await inbox.customerWrites('sms')
    await inbox.reply(id, 'hello stop')
    inbox.platforms.fault('sms', { code: 21610, times: 1 })
    await inbox.deliver(id)
    await expect(inbox.reply(id, 'hello again')).rejects.toThrow('recipient_opted_out')
  })

  it('because of a credential that is replaced then: this guarantees that no probe is lost on the old one', async () => {
    const { id } = await inbox.customerWrites('facebook')
    await inbox.reply(id, 'hello revoked')
    inbox.platforms.fault('facebook', { code: 190, times: 1 })
    const { local } = findChannel('facebook')?.manifest.secret ?? {}
    const asked: boolean[] = []
    const secrets = {
      read: (_: string, { refresh } = { refresh: false }) => {
        asked.push(refresh)
        return Promise.resolve(local ?? {})
      },
    }
    await inbox.deliver(id, { secrets })
    inbox.pass(2 * MINUTE_MS)
    await inbox.reply(id, 'hello mended')
    expect((await inbox.deliver(id, { secrets })).outcomes).toMatchObject([{ kind: 'sent' }])
    expect(asked).toEqual([false, true])
  })

  it('that lacks a key which was stored a moment ago: this guarantees that the secret is read anew', async () => {
    const { id } = await inbox.customerWrites('facebook')
    const seq = await inbox.reply(id, 'hello stored')
    const { local } = findChannel('facebook')?.manifest.secret ?? {}
    const secrets = {
      read: (_: string, { refresh } = { refresh: false }) => Promise.resolve(refresh ? (local ?? {}) : {}),
    }
    expect((await inbox.deliver(id, { secrets })).outcomes).toMatchObject([{ kind: 'sent', seq }])
  })

  it('for now, until the window has closed: this guarantees that the message is sent all the same where the customer wrote again', async () => {
    const { id } = await inbox.customerWrites('whatsapp')
    inbox.pass(23.5 * 60 * MINUTE_MS)
    await inbox.reply(id, 'hello waiting')
    inbox.platforms.fault('whatsapp', { status: 429, headers: { 'retry-after': '1200' }, body: {}, times: 1 })
    await inbox.deliver(id)
    await inbox.customerWrites('whatsapp')
    // Paused until after the window that the reply was accepted in.
    inbox.platforms.fault('whatsapp', { status: 429, headers: { 'retry-after': '1200' }, body: {}, times: 1 })
    inbox.pass(25 * MINUTE_MS)
    expect((await inbox.deliver(id)).next).toMatchObject({ kind: 'waits' })
    inbox.pass(25 * MINUTE_MS)
    expect((await inbox.deliver(id)).outcomes).toMatchObject([{ kind: 'sent' }])
  })

  it('because of the account: this guarantees that it is degraded, that others wait for one probe, and that a probe ends it', async () => {
    const [ada, bob] = [
      await inbox.customerWrites('facebook', { customer: '2000000000000001' }),
      await inbox.customerWrites('facebook', { customer: '2000000000000002' }),
    ]
    const seq = await inbox.reply(ada.id, 'hello ada')
    await inbox.reply(bob.id, 'hello bob')
    inbox.platforms.fault('facebook', { code: 190 })
    await inbox.deliver(ada.id)
    expect((await inbox.message(ada.id, seq)).error).toMatchObject({ code: 'account_refused' })
    expect(await inbox.account('facebook', ada.account.id)).toMatchObject({ health: 'degraded' })
    expect((await inbox.deliver(bob.id)).next).toMatchObject({ kind: 'waits' })
    expect(sentTexts('facebook')).toEqual(['hello ada'])

    inbox.platforms.clearFaults('facebook')
    inbox.pass(2 * MINUTE_MS)
    expect((await inbox.deliver(bob.id)).outcomes).toMatchObject([{ kind: 'sent' }])
    expect(await inbox.account('facebook', ada.account.id)).toMatchObject({
      health: 'healthy',
      sendHold: null,
    })
  })

  it('because of the account, while nothing waits: this guarantees that a new message is refused until the next probe, and is it then', async () => {
    const { id, account } = await inbox.customerWrites('facebook')
    await inbox.reply(id, 'hello revoked')
    inbox.platforms.fault('facebook', { code: 190 })
    await inbox.deliver(id)
    await expect(inbox.reply(id, 'hello early')).rejects.toThrow('account_refused')
    inbox.pass(2 * MINUTE_MS)
    await inbox.reply(id, 'hello probe')
    expect((await inbox.deliver(id)).outcomes).toMatchObject([{ kind: 'failed' }])
    await expect(inbox.reply(id, 'hello early')).rejects.toThrow('account_refused')

    inbox.platforms.clearFaults('facebook')
    inbox.pass(3 * MINUTE_MS)
    await inbox.reply(id, 'hello mended')
    expect((await inbox.deliver(id)).outcomes).toMatchObject([{ kind: 'sent' }])
    expect(await inbox.account('facebook', account.id)).toMatchObject({ health: 'healthy', sendHold: null })
    await inbox.reply(id, 'hello free')
    expect(sentTexts('facebook')).toEqual(['hello revoked', 'hello probe', 'hello mended'])
  })
})
