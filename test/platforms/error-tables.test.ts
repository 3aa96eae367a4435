import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MESSENGER_ERRORS } from './graph/messenger-errors.ts'
import { WHATSAPP_ERRORS } from './graph/whatsapp-errors.ts'
import { startUnderTest, type UnderTest } from './platforms-under-test.ts'
import { TWILIO_ERRORS } from './twilio/twilio-errors.ts'
import { X_ERRORS } from './x/x-errors.ts'

const BEARER = { authorization: 'Bearer local-token' }
const TWILIO = {
  authorization: `Basic ${btoa(`AC${'0'.repeat(32)}:token`)}`,
  'content-type': 'application/x-www-form-urlencoded',
}

let test: UnderTest
beforeAll(async () => {
  test = await startUnderTest()
})
afterAll(() => test.stop())

const graph = (body: object) =>
  test.call(`${test.platforms.baseUrls.graph}/v26.0/1/messages`, { headers: BEARER, body })

describe('every documented error can be asked for: this guarantees that', () => {
  it.each(MESSENGER_ERRORS.map(({ code, subcode, status }) => ({ code, subcode, status })))(
    'Messenger answers $code/$subcode',
    async ({ code, subcode, status }) => {
      test.platforms.fault('facebook', { code, subcode, times: 1 })
      const answer = await graph({ recipient: { id: '2' }, message: { text: 'x' } })
      expect(answer.status).toBe(status)
      const { error } = answer.body as { error: { code: number; error_subcode?: number } }
      expect([error.code, error.error_subcode]).toEqual([code, subcode])
    },
  )

  it.each(WHATSAPP_ERRORS.map(({ code, status }) => ({ code, status })))(
    'WhatsApp answers $code',
    async ({ code, status }) => {
      test.platforms.fault('whatsapp', { code, times: 1 })
      const answer = await graph({ messaging_product: 'whatsapp', to: '4915550123456', text: { body: 'x' } })
      expect(answer.status).toBe(status)
      expect(answer.body).toMatchObject({ error: { code, error_data: { messaging_product: 'whatsapp' } } })
    },
  )

  it.each(X_ERRORS.flatMap(({ codes, status, detail }) => codes.map((code) => ({ code, status, detail }))))(
    'X answers $code',
    async ({ code, status, detail }) => {
      test.platforms.fault('twitter', { code, times: 1 })
      const answer = await test.call(`${test.platforms.baseUrls.x}/2/tweets`, {
        headers: BEARER,
        body: { text: 'x' },
      })
      expect(answer.status).toBe(status)
      expect(answer.body).toMatchObject({ detail, status })
      expect(answer.headers.has('x-rate-limit-reset')).toBe(status === 429)
    },
  )

  it.each(TWILIO_ERRORS.filter(({ later }) => later !== true).map(({ code, status }) => ({ code, status })))(
    'Twilio answers $code',
    async ({ code, status }) => {
      test.platforms.fault('sms', { code, provider: 'twilio', times: 1 })
      const url = `${test.platforms.baseUrls.twilio}/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`
      const answer = await test.call(url, { headers: TWILIO, body: 'To=%2B15005550123' })
      expect(answer.status).toBe(status)
      expect(answer.body).toMatchObject({ code, status })
    },
  )

  it('no code stands twice in a table', () => {
    const keys = [
      MESSENGER_ERRORS.map(({ code, subcode }) => `${code}/${String(subcode)}`),
      WHATSAPP_ERRORS.map(({ code }) => code),
      X_ERRORS.flatMap(({ codes }) => codes),
      TWILIO_ERRORS.map(({ code }) => code),
    ]
    for (const table of keys) expect(new Set<unknown>(table).size).toBe(table.length)
  })
})
