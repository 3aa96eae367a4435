import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/whatsapp/index.ts'
import type { OutgoingMessage } from '../../../../shared/channels/sender.ts'
import { WHATSAPP_ERRORS } from '../../../platforms/graph/whatsapp-errors.ts'
import { startUnderTest, type UnderTest } from '../../../platforms/platforms-under-test.ts'
import { createSending, type Sending } from '../../../support/sending.ts'

const NUMBER = '100000000000005'
const CUSTOMER = '4915550123456'
const USER_ID = 'DE.1349208012345678'
const WAMID = `wamid.${Buffer.from('a message of the customer').toString('base64')}`
const DAY_MS = 24 * 3_600_000

const MESSAGE: OutgoingMessage = {
  id: 'en_1',
  account: NUMBER,
  visibility: 'private',
  recipient: { channel: 'whatsapp', scope: '-', externalId: `+${CUSTOMER}` },
  replyTo: null,
  root: null,
  text: 'Good morning 👋',
  files: [],
  quickReplies: [],
  template: null,
  rule: 'standard',
  privateReplyTo: null,
  messageLink: null,
  statusUrl: 'https://inbox.example.com/webhooks/whatsapp',
}
const TEMPLATE = { name: 'order_update', language: 'de', parameters: ['Ada', '42'] }

let test: UnderTest
let whatsapp: Sending
beforeEach(async () => {
  test = await startUnderTest()
  whatsapp = createSending(test, 'whatsapp', 'meta')
})
afterEach(() => test.stop())

const customerWrote = () =>
  test.customerWrites('whatsapp', { account: NUMBER, customer: CUSTOMER, id: WAMID })
const lastBody = () => test.platforms.sent('whatsapp').at(-1)?.request.body

describe('a message on WhatsApp: this guarantees that', () => {
  it('it goes out as the Cloud API wants it, and its statuses name our entry', async () => {
    await customerWrote()
    expect(await whatsapp.send({ ...MESSAGE, replyTo: WAMID })).toMatchObject({ kind: 'sent', learned: [] })
    expect(test.platforms.sent('whatsapp')[0]?.request).toMatchObject({
      method: 'POST',
      path: `/v26.0/${NUMBER}/messages`,
      body: {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: `+${CUSTOMER}`,
        type: 'text',
        text: { body: 'Good morning 👋' },
        context: { message_id: WAMID },
        biz_opaque_callback_data: 'en_1',
      },
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toMatchObject(
      ['sent', 'delivered', 'read'].map((status) => ({ kind: 'receipt', status, correlation: 'en_1' })),
    )
  })

  it('somebody without a phone number is reached by their user id, in a key of its own', async () => {
    const recipient = { channel: 'whatsapp', scope: '300000000000001', externalId: USER_ID }
    expect(await whatsapp.send({ ...MESSAGE, recipient })).toMatchObject({ kind: 'sent', learned: [] })
    expect(lastBody()).toMatchObject({ recipient: USER_ID })
    expect(lastBody()).not.toHaveProperty('to')
  })

  it('quick replies become buttons', async () => {
    const quickReplies = [
      { title: 'Yes', payload: 'YES' },
      { title: 'No', payload: 'NO' },
    ]
    expect(await whatsapp.send({ ...MESSAGE, quickReplies })).toMatchObject({ kind: 'sent' })
    expect(lastBody()).toMatchObject({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Good morning 👋' },
        action: { buttons: [{ type: 'reply', reply: { id: 'YES', title: 'Yes' } }, {}] },
      },
    })
  })

  it('after the window only a template gets through', async () => {
    await customerWrote()
    test.clock.now = new Date(test.clock.now.getTime() + DAY_MS + 1)
    expect(await whatsapp.send(MESSAGE)).toMatchObject({
      kind: 'failed',
      code: 'window_closed',
      providerCode: '131047',
    })
    expect(await whatsapp.send({ ...MESSAGE, text: null, template: TEMPLATE })).toMatchObject({
      kind: 'sent',
    })
  })

  it('a template without gaps goes out without components, and a wrong one is told as such', async () => {
    const hello = { name: 'hello_world', language: 'en_US', parameters: [] }
    expect(await whatsapp.send({ ...MESSAGE, text: null, template: hello })).toMatchObject({ kind: 'sent' })
    expect(lastBody()).toMatchObject({
      template: { name: 'hello_world', language: { code: 'en_US' } },
    })
    expect(lastBody()).not.toHaveProperty('template.components')
    const wrong = { ...TEMPLATE, parameters: ['Ada'] }
    expect(await whatsapp.send({ ...MESSAGE, text: null, template: wrong })).toMatchObject({
      code: 'template_refused',
      providerCode: '132000',
    })
  })

  it('the number that WhatsApp knows somebody by is learned where another was dialled', () => {
    const sender = channel.senders['meta']
    const body = {
      messaging_product: 'whatsapp',
      contacts: [{ input: '+5511987654321', wa_id: '551187654321' }],
      messages: [{ id: 'wamid.1' }],
    }
    const answer = { kind: 'https' as const, status: 200, headers: {}, body: JSON.stringify(body) }
    const recipient = { channel: 'whatsapp', scope: '-', externalId: '+5511987654321' }
    expect(sender?.readSendAnswer(answer, { ...MESSAGE, recipient })).toEqual({
      kind: 'sent',
      providerId: 'wamid.1',
      learned: [{ channel: 'whatsapp', scope: '-', externalId: '+551187654321' }],
    })
  })

  it('reactions, read marks and typing are accepted, and typing needs a message', async () => {
    const action = { account: NUMBER, recipient: MESSAGE.recipient, target: WAMID }
    const reaction = { kind: 'reaction' as const, visibility: 'private' as const, ...action }
    expect(await whatsapp.act({ ...reaction, emoji: '👍' })).toBe(200)
    expect(await whatsapp.act({ ...reaction, emoji: null })).toBe(200)
    expect(await whatsapp.act({ kind: 'read', ...action })).toBe(200)
    expect(await whatsapp.act({ kind: 'typing', ...action })).toBe(200)
    const { local } = channel.manifest.secret
    const nowhere = { kind: 'typing' as const, ...action, target: null }
    expect(whatsapp.sender.toActionCall(nowhere, local, { at: '', nonce: '' })).toBeNull()
  })

  it('a number that Twilio carries cannot be answered', () => {
    expect(Object.keys(channel.senders)).toEqual(['meta'])
  })
})

describe('what WhatsApp refuses: this guarantees that', () => {
  const retried = [1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133016]
  const accounts = [0, 3, 10, 190, 200, 368, 131005, 131031, 131042, 131045, 131048, 131064, 133010]

  it.each(WHATSAPP_ERRORS.map(({ code }) => code))('%s is understood', async (code) => {
    test.platforms.fault('whatsapp', { code, times: 1 })
    const outcome = await whatsapp.send(MESSAGE)
    expect(outcome.kind).toBe(retried.includes(code) ? 'retry' : 'failed')
    expect(outcome).toMatchObject({ providerCode: `${code}` })
    if (outcome.kind === 'failed') expect(outcome.account !== null).toBe(accounts.includes(code))
  })

  it('too many messages to one customer wait a little, not as long as a limit of the account', async () => {
    test.platforms.fault('whatsapp', { code: 131056, times: 1 })
    expect(await whatsapp.send(MESSAGE)).toMatchObject({ kind: 'retry', afterMs: 6_000 })
  })

  it('a code is the same with a subcode, as receipts have none', async () => {
    const error = { message: '(#131047) Re-engagement message', code: 131047, error_subcode: 2494055 }
    test.platforms.fault('whatsapp', { status: 400, body: { error }, times: 1 })
    expect(await whatsapp.send(MESSAGE)).toMatchObject({ code: 'window_closed', providerCode: '131047' })
  })

  it('what comes later in a receipt has a row as well', async () => {
    test.platforms.fault('whatsapp', { code: 131026, failLater: true, times: 1 })
    expect(await whatsapp.send(MESSAGE)).toMatchObject({ kind: 'sent' })
    await test.platforms.backChannel.settled()
    const failed = test.inbox.events().find((event) => event.kind === 'receipt' && event.status === 'failed')
    const code = failed?.kind === 'receipt' ? failed.error?.providerCode : undefined
    expect(whatsapp.sender.refusals.find(({ providerCode }) => providerCode === code)).toMatchObject({
      code: 'recipient_unreachable',
    })
  })
})
