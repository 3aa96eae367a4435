import twilio from 'twilio'
import RequestClient from 'twilio/lib/base/RequestClient.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const SID = `AC${'0'.repeat(31)}a`
const OURS = '+15005550010'
const CUSTOMER = '+15005550123'

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

/** Twilio's own library, led to the emulator. */
function client(token = 'local-token') {
  const requests = new RequestClient({})
  const base = test.platforms.baseUrls.twilio
  const httpClient = {
    request: (options: Parameters<typeof requests.request>[0]) =>
      requests.request({ ...options, uri: options.uri.replace('https://api.twilio.com', base) }),
  }
  return twilio(SID, token, { httpClient: httpClient as unknown as RequestClient })
}

const create = (more: object = {}) =>
  client().messages.create({ to: CUSTOMER, from: OURS, body: 'Good day', ...more })

describe('the emulated Twilio: this guarantees that', () => {
  it("Twilio's own library sends through it, and the statuses come back signed", async () => {
    const statusCallback = `${test.inbox.url}/webhooks/sms?mid=msg_1`
    const message = await create({ statusCallback, body: 'Größe “M” ist da 👍' })
    expect(message).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      errorCode: null,
    })
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/)
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toMatchObject(
      ['sent', 'delivered'].map((status) => ({ kind: 'receipt', target: message.sid, status })),
    )
  })

  it('a message that does not arrive ends undelivered, with its code', async () => {
    test.platforms.fault('sms', { provider: 'twilio', code: 30003, failLater: true, times: 1 })
    const message = await create({ statusCallback: `${test.inbox.url}/webhooks/sms` })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events().at(-1)).toMatchObject({ status: 'failed', error: { providerCode: '30003' } })
    expect(await client().messages(message.sid).fetch()).toMatchObject({
      status: 'undelivered',
      errorCode: 30003,
    })
  })

  it('without a callback nobody is told', async () => {
    await create()
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })

  it('an address outside this machine is not called', async () => {
    await create({ statusCallback: 'https://inbox.example.com/webhooks/sms' })
    await test.platforms.backChannel.settled()
    expect(test.platforms.backChannel.delivered()).toEqual([
      { label: 'sent', url: 'https://inbox.example.com/webhooks/sms', status: null, attempts: 0 },
      { label: 'delivered', url: 'https://inbox.example.com/webhooks/sms', status: null, attempts: 0 },
    ])
  })

  it('what was sent to a number can be looked up', async () => {
    const { sid } = await create()
    await create({ to: '+15005550124' })
    const found = await client().messages.list({ to: CUSTOMER })
    expect(found.map((message) => message.sid)).toEqual([sid])
  })

  it.each([
    { name: 'no body', more: { body: '' }, code: 21602 },
    { name: '1601 characters', more: { body: 'x'.repeat(1601) }, code: 21617 },
    { name: 'no number', more: { to: 'Mara' }, code: 21211 },
    { name: 'to ourselves', more: { to: OURS }, code: 21266 },
    {
      name: 'eleven files',
      more: { mediaUrl: Array.from({ length: 11 }, () => 'https://x.example/a') },
      code: 21623,
    },
    { name: 'a callback that is no address', more: { statusCallback: 'here' }, code: 21609 },
    { name: 'another channel', more: { to: `whatsapp:${CUSTOMER}` }, code: 21910 },
    { name: 'no sender', more: { from: undefined }, code: 21603 },
  ])('what is wrong in itself is refused: $name', async ({ more, code }) => {
    await expect(create(more)).rejects.toMatchObject({
      code,
      status: 400,
      moreInfo: expect.stringContaining(String(code)),
    })
  })

  it('whoever wrote STOP gets nothing from that number until START', async () => {
    await test.customerWrites('sms', { customer: CUSTOMER, account: OURS, text: ' Stop ' })
    await expect(create()).rejects.toMatchObject({ code: 21610 })
    expect(await create({ from: '+15005550011' })).toMatchObject({ status: 'queued' })
    await test.customerWrites('sms', { customer: CUSTOMER, account: OURS, text: 'start' })
    expect(await create()).toMatchObject({ status: 'queued' })
  })

  it('a Messaging Service chooses the sender later', async () => {
    const messagingServiceSid = `MG${'0'.repeat(32)}`
    const message = await create({ from: undefined, messagingServiceSid })
    expect(message).toMatchObject({ status: 'accepted', from: null, numSegments: '0', messagingServiceSid })
  })

  it('a credential must be there and look like one', async () => {
    const url = `${test.platforms.baseUrls.twilio}/2010-04-01/Accounts/${SID}/Messages.json`
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const authorization of [
      undefined,
      'Bearer x',
      `Basic ${btoa('user:password')}`,
      `Basic ${btoa(`${SID}:`)}`,
    ]) {
      const headers = authorization === undefined ? form : { ...form, authorization }
      const answer = await test.call(url, { headers, body: 'To=1' })
      expect(answer.status).toBe(401)
      expect(answer.body).toMatchObject({ code: 20003, status: 401 })
    }
  })

  it('a body that is no form has no parameters', async () => {
    const url = `${test.platforms.baseUrls.twilio}/2010-04-01/Accounts/${SID}/Messages.json`
    const authorization = `Basic ${btoa(`${SID}:token`)}`
    const answer = await test.call(url, {
      headers: { authorization },
      body: { To: CUSTOMER, From: OURS, Body: 'x' },
    })
    expect(answer.body).toMatchObject({ code: 21604 })
  })
})
