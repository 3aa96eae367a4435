import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { WebhookRequest } from '../../../../shared/channels/contract.ts'
import { answerMetaChallenge, verifyMetaSignature } from '../../../../shared/channels/kit/meta-webhook.ts'

const BODY = Buffer.from('{"text":"\\u00e4 \\/ é"}')
const REQUEST: WebhookRequest = {
  method: 'POST',
  headers: {},
  url: 'https://inbox.example.com/webhooks/whatsapp',
  rawQuery: '',
  body: BODY,
}

function signed(key: string, body: Uint8Array = BODY): WebhookRequest {
  const signature = createHmac('sha256', key).update(body).digest('hex')
  return { ...REQUEST, headers: { 'x-hub-signature-256': `sha256=${signature}` } }
}

function withSignature(value: string): WebhookRequest {
  return { ...REQUEST, headers: { 'x-hub-signature-256': value } }
}

function challenge(rawQuery: string): WebhookRequest {
  return { ...REQUEST, method: 'GET', rawQuery, body: new Uint8Array() }
}

describe('verifyMetaSignature', () => {
  it('this guarantees that the HMAC of RFC 4231 is the one that is computed', () => {
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    const request = {
      ...withSignature(`sha256=${hex}`),
      body: Buffer.from('what do ya want for nothing?'),
    }
    expect(verifyMetaSignature(request, { appSecret: 'Jefe' }).kind).toBe('verified')
  })

  it('this guarantees that the bytes count, not the JSON in them', () => {
    const sameJson = { ...signed('key'), body: Buffer.from(JSON.stringify(JSON.parse(BODY.toString()))) }
    expect(verifyMetaSignature(signed('key'), { appSecret: 'key' }).kind).toBe('verified')
    expect(verifyMetaSignature(sameJson, { appSecret: 'key' })).toEqual({
      kind: 'rejected',
      reason: 'signature_mismatch',
    })
  })

  it.each([
    ['SHA-1', { 'x-hub-signature': `sha1=${createHmac('sha1', 'key').update(BODY).digest('hex')}` }],
    ['no', {}],
  ])('this guarantees that %s signature is none', (_, headers) => {
    expect(verifyMetaSignature({ ...REQUEST, headers }, { appSecret: 'key' })).toEqual({
      kind: 'rejected',
      reason: 'signature_absent',
    })
  })

  it.each(['', 'sha256=', `sha256=${'a'.repeat(63)}`, `sha256=${'g'.repeat(64)}`, `sha1=${'a'.repeat(40)}`])(
    'this guarantees that the signature %j is malformed, not compared',
    (value) => {
      expect(verifyMetaSignature(withSignature(value), { appSecret: 'key' })).toEqual({
        kind: 'rejected',
        reason: 'signature_malformed',
      })
    },
  )

  it('this guarantees that a match of the previous secret is told apart, so that it can raise an alarm', () => {
    const secret = { appSecret: 'new', previousAppSecret: 'old' }
    expect(verifyMetaSignature(signed('new'), secret)).toEqual({ kind: 'verified', secret: 'current' })
    expect(verifyMetaSignature(signed('old'), secret)).toEqual({ kind: 'verified', secret: 'previous' })
  })
})

describe('answerMetaChallenge', () => {
  const secret = { verifyToken: 'to ken+&', previousVerifyToken: 'old' }

  it.each([
    ['the token', 'hub.verify_token=to+ken%2B%26'],
    ['the token, encoded otherwise', 'hub.verify_token=to%20ken%2b%26'],
    ['the previous token', 'hub.verify_token=old'],
  ])('this guarantees that %s is answered with the challenge and nothing else', (_, token) => {
    const request = challenge(`hub.mode=subscribe&hub.challenge=1158201444&${token}`)
    expect(answerMetaChallenge(request, secret)).toEqual({
      kind: 'answered',
      contentType: 'text/plain',
      body: '1158201444',
    })
  })

  it.each([
    ['another token', 'hub.mode=subscribe&hub.challenge=1&hub.verify_token=x', 'verify_token_mismatch'],
    ['an empty token', 'hub.mode=subscribe&hub.challenge=1&hub.verify_token=', 'verify_token_mismatch'],
    ['no token', 'hub.mode=subscribe&hub.challenge=1', 'challenge_malformed'],
    ['no challenge', 'hub.mode=subscribe&hub.verify_token=old', 'challenge_malformed'],
    ['another mode', 'hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=old', 'challenge_malformed'],
    ['nothing', '', 'challenge_malformed'],
  ])('this guarantees that %s is refused', (_, rawQuery, reason) => {
    expect(answerMetaChallenge(challenge(rawQuery), secret)).toEqual({ kind: 'rejected', reason })
  })

  it.each([{}, { verifyToken: '' }, { previousVerifyToken: 'old' }])(
    'this guarantees that with the secret %j the URL cannot be claimed by anybody',
    (stored) => {
      const request = challenge('hub.mode=subscribe&hub.challenge=1&hub.verify_token=')
      expect(() => answerMetaChallenge(request, stored)).toThrow(
        expect.objectContaining({ code: 'channel_secret_missing' }),
      )
    },
  )
})
