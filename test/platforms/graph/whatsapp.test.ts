import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const NUMBER_ID = '880000000000010'
const CUSTOMER = '4915550123456'
const BEARER = { authorization: 'Bearer EAAlocal-token' }
const HOUR_MS = 3_600_000
const WAMID = 'wamid.SU5MRVQuRklYVFVSRS4wMDAx'

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const send = (body: object) =>
  test.call(`${test.platforms.baseUrls.graph}/v26.0/${NUMBER_ID}/messages`, {
    headers: BEARER,
    body: { messaging_product: 'whatsapp', ...body },
  })
const text = (more: object = {}) => ({
  to: `+${CUSTOMER}`,
  type: 'text',
  text: { body: 'Good day' },
  ...more,
})
const template = (name: string, parameters: readonly string[], language = 'en') => ({
  to: CUSTOMER,
  type: 'template',
  template: {
    name,
    language: { code: language },
    components: [{ type: 'body', parameters: parameters.map((one) => ({ type: 'text', text: one })) }],
  },
})
const later = (hours: number) => {
  test.clock.now = new Date(test.clock.now.getTime() + hours * HOUR_MS)
}

describe('the emulated WhatsApp: this guarantees that', () => {
  it('a text is answered with its id, and its statuses come with our correlation value', async () => {
    await test.customerWrites('whatsapp', { customer: CUSTOMER })
    const answer = await send(text({ biz_opaque_callback_data: 'msg_1', context: { message_id: WAMID } }))
    expect(answer.body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: `+${CUSTOMER}`, wa_id: CUSTOMER }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    })
    await test.platforms.backChannel.settled()
    const target = (answer.body as { messages: [{ id: string }] }).messages[0].id
    const receipt = { kind: 'receipt', target, correlation: 'msg_1', error: null }
    expect(test.inbox.events()).toMatchObject(
      ['sent', 'delivered', 'read'].map((status) => ({ ...receipt, status })),
    )
  })

  it.each([
    { name: 'no product', body: { ...text(), messaging_product: undefined }, code: 100 },
    { name: 'no address', body: { type: 'text', text: { body: 'x' } }, code: 100 },
    { name: 'a user id where a number belongs', body: text({ to: 'DE.1234567890' }), code: 100 },
    { name: '4097 characters', body: text({ text: { body: 'x'.repeat(4097) } }), code: 100 },
    { name: 'an empty text', body: text({ text: { body: ' ' } }), code: 131008 },
    { name: 'an unknown type', body: text({ type: 'poem', poem: {} }), code: 131051 },
    { name: 'a file without address', body: text({ type: 'image', image: { caption: 'x' } }), code: 131008 },
    {
      name: 'a reaction to nothing',
      body: text({ type: 'reaction', reaction: { emoji: '👍' } }),
      code: 131009,
    },
    {
      name: 'two emojis',
      body: text({ type: 'reaction', reaction: { message_id: WAMID, emoji: '👍👍' } }),
      code: 131009,
    },
    { name: 'a quote of nothing', body: text({ context: { message_id: 'm_1' } }), code: 131009 },
    {
      name: 'callback data of 513 characters',
      body: text({ biz_opaque_callback_data: 'x'.repeat(513) }),
      code: 100,
    },
    { name: 'four buttons', body: buttons(4), code: 131009 },
    { name: 'a button title of 21 characters', body: buttons(1, 'x'.repeat(21)), code: 131009 },
    { name: 'an unknown template', body: template('no_such', []), code: 132001 },
    {
      name: 'a template in another language',
      body: template('order_update', ['1', '2'], 'fr'),
      code: 132001,
    },
    { name: 'a parameter too few', body: template('order_update', ['1']), code: 132000 },
    { name: 'a mark on nothing', body: { status: 'read', message_id: 'm_1' }, code: 131009 },
  ])('what is wrong in itself is refused: $name', async ({ body, code }) => {
    await test.customerWrites('whatsapp', { customer: '4915550999999' })
    const answer = await send(body)
    expect(answer.body).toMatchObject({ error: { code, message: expect.stringContaining(`(#${code})`) } })
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })

  it('outside the window only a known template goes', async () => {
    await test.customerWrites('whatsapp', { customer: CUSTOMER })
    later(24.1)
    const closed = await send(text())
    expect(closed.status).toBe(400)
    expect(closed.body).toMatchObject({
      error: {
        code: 131047,
        error_data: { messaging_product: 'whatsapp', details: expect.stringMatching(/24 hours/) },
      },
    })
    const sent = await send(template('order_update', ['4711', 'tomorrow']))
    expect(sent.body).toMatchObject({ messages: [{ message_status: 'accepted' }] })
  })

  it('a template that was registered is known', async () => {
    const url = `${test.platforms.url}/control/templates`
    const body = [{ name: 'my_own', language: 'nl', bodyParameters: 1 }]
    expect((await test.call(url, { method: 'PUT', body })).status).toBe(204)
    expect((await send(template('my_own', ['x'], 'nl'))).status).toBe(200)
  })

  it('whoever stopped marketing gets no offer, and still an answer', async () => {
    await test.customerWrites('whatsapp', { customer: CUSTOMER })
    await test.webhook('whatsapp', {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '990000000000010',
          changes: [
            {
              field: 'user_preferences',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '4930555010', phone_number_id: NUMBER_ID },
                user_preferences: [
                  { wa_id: CUSTOMER, category: 'marketing_messages', value: 'stop', timestamp: 1 },
                ],
              },
            },
          ],
        },
      ],
    })
    const offer = template('spring_offer', ['20 %'])
    const header = { type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }
    offer.template.components.push(header as never)
    expect((await send(offer)).body).toMatchObject({ error: { code: 131050 } })
    expect((await send(text())).status).toBe(200)
  })

  it('a person without a number is reached by user id', async () => {
    await test.customerWrites('whatsapp', { customer: 'DE.77001234567890ABCDEF' })
    const answer = await send({ recipient: 'DE.77001234567890ABCDEF', text: { body: 'Good day' } })
    expect(answer.body).toMatchObject({
      contacts: [{ input: 'DE.77001234567890ABCDEF', user_id: 'DE.77001234567890ABCDEF' }],
    })
  })

  it('one person gets no more than a burst of 45, until time has passed', async () => {
    for (let count = 0; count < 45; count += 1) expect((await send(text())).status).toBe(200)
    expect((await send(text())).body).toMatchObject({ error: { code: 131056 } })
    later(0.1)
    expect((await send(text())).status).toBe(200)
  })

  it('read marks and typing succeed without a message', async () => {
    const mark = { status: 'read', message_id: WAMID }
    expect((await send(mark)).body).toEqual({ success: true })
    expect((await send({ ...mark, typing_indicator: { type: 'text' } })).body).toEqual({ success: true })
  })

  it('an accepted message that fails later says so with its code', async () => {
    test.platforms.fault('whatsapp', { code: 131047, failLater: true, times: 1 })
    expect((await send(text({ biz_opaque_callback_data: 'msg_2' }))).status).toBe(200)
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toEqual([
      expect.objectContaining({
        status: 'failed',
        correlation: 'msg_2',
        error: { providerCode: '131047', title: 'Re-engagement message' },
      }),
    ])
  })
})

function buttons(count: number, title = 'Yes'): object {
  const list = Array.from({ length: count }, (_, index) => ({
    type: 'reply',
    reply: { id: `b${index}`, title: index === 0 ? title : `${title} ${index}` },
  }))
  const interactive = { type: 'button', body: { text: 'Well?' }, action: { buttons: list } }
  return { to: CUSTOMER, type: 'interactive', interactive }
}
