import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, it } from 'vitest'
import { channel } from '../../../../shared/channels/sms/index.ts'
import { INBOUND_TEXT } from '../../../fixtures/sms/twilio-parameters.ts'
import { AUTH_TOKEN, signForm, signJson, toForm, toRequest, WEBHOOK_URL } from './twilio-requests.ts'

const secret = { authToken: AUTH_TOKEN }
const verified = { kind: 'verified', secret: 'current' }

describe('Twilio signature', () => {
  it('this guarantees that the vendor’s published vector for forms passes', () => {
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2'
    const body =
      'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212'
    const request = toRequest(Buffer.from(body), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', url)
    expect(channel.verify(request, { authToken: '12345' })).toEqual(verified)
  })

  it('this guarantees that the vendor’s published vector for other bodies passes, and only with that body', () => {
    const url =
      'https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620'
    const body = Buffer.from('{"property": "value", "boolean": true}')
    const request = toRequest(body, 'a9nBmqA0ju/hNViExpshrM61xv4=', url)
    expect(channel.verify(request, { authToken: '12345' })).toEqual(verified)
    const changed = { ...request, body: Buffer.from('{"property": "value", "boolean": false}') }
    expect(channel.verify(changed, { authToken: '12345' })).toEqual({
      kind: 'rejected',
      reason: 'body_hash_mismatch',
    })
  })

  it.each([
    ['empty values', toForm({ ...INBOUND_TEXT, Body: '' })],
    [
      'repeated names, which are signed once each and sorted',
      toForm({ ...INBOUND_TEXT, Tag: ['b', 'a', 'b'] }),
    ],
    ['values with white space around them', toForm({ ...INBOUND_TEXT, Body: '  two \n lines  ' })],
    ['text beyond ASCII', toForm({ ...INBOUND_TEXT, Body: 'Grüße 👍🏽 \uffff' })],
    ['names in an order of their own', 'Zeta=1&alpha=2&Alpha=3&_=4&MessageSid=SM1'],
    ['a parameter without a value', 'MessageSid=SM1&Flag&From=%2B1'],
    ['an empty body', ''],
  ])('this guarantees that a form passes with %s', (_, form) => {
    expect(channel.verify(signForm(form), secret)).toEqual(verified)
  })

  it.each([
    ['with the default port', WEBHOOK_URL, 'https://inbox.example.com:443/webhooks/sms'],
    ['without the configured port', 'https://inbox.example.com:8443/webhooks/sms', WEBHOOK_URL],
    [
      'with port 80 over http',
      'http://inbox.example.com/webhooks/sms',
      'http://inbox.example.com:80/webhooks/sms',
    ],
    [
      'with its user name',
      'https://u:p@inbox.example.com/webhooks/sms',
      'https://u:p@inbox.example.com:443/webhooks/sms',
    ],
    ['of a local run', 'http://127.0.0.1:3000/webhooks/sms', 'http://127.0.0.1:3000/webhooks/sms'],
    ['with the query re-encoded', `${WEBHOOK_URL}?team=O'Neil`, `${WEBHOOK_URL}?team=O%27Neil`],
    ['with the query escaped as node did', `${WEBHOOK_URL}?a=b~c (d)`, `${WEBHOOK_URL}?a=b~c%20(d)`],
  ])('this guarantees that a signature over the URL %s passes', (_, url, signedUrl) => {
    const request = signForm(toForm(INBOUND_TEXT), AUTH_TOKEN, url, signedUrl)
    expect(channel.verify(request, secret)).toEqual(verified)
    // The vendor's library is of the same opinion.
    expect(validateRequest(AUTH_TOKEN, request.headers['x-twilio-signature'] ?? '', url, INBOUND_TEXT)).toBe(
      true,
    )
  })

  it.each([
    ['another host', 'https://other.example.com/webhooks/sms'],
    ['another path', 'https://inbox.example.com/webhooks/whatsapp'],
    ['another scheme', 'http://inbox.example.com/webhooks/sms'],
    ['a query that was not there', `${WEBHOOK_URL}?x=1`],
  ])('this guarantees that a signature over %s is refused', (_, signedUrl) => {
    const request = signForm(toForm(INBOUND_TEXT), AUTH_TOKEN, WEBHOOK_URL, signedUrl)
    expect(channel.verify(request, secret)).toEqual({ kind: 'rejected', reason: 'signature_mismatch' })
  })

  it('this guarantees that a signed body hash covers no other body', () => {
    const request = signJson('{"a":1}')
    expect(channel.verify(request, secret)).toEqual(verified)
    const form = { ...request, body: Buffer.from(toForm(INBOUND_TEXT)) }
    expect(channel.verify(form, secret)).toEqual({ kind: 'rejected', reason: 'body_hash_mismatch' })
  })

  it('this guarantees that a request without signature is refused', () => {
    const { headers, ...request } = signForm(toForm(INBOUND_TEXT))
    const { 'x-twilio-signature': _, ...others } = headers
    expect(channel.verify({ ...request, headers: others }, secret)).toEqual({
      kind: 'rejected',
      reason: 'signature_absent',
    })
  })
})
