import { describe, expect, it } from 'vitest'
import type { ChannelSecret, HandshakeOutcome } from '../../../../shared/channels/contract.ts'
import { signX } from '../../../../shared/channels/twitter/crc.ts'
import { channel } from '../../../../shared/channels/twitter/index.ts'
import { AppError } from '../../../../shared/domain/errors.ts'
import { sign } from './twitter-requests.ts'

const TOKEN = 'MDU4YjA5NDYtN2E3Zi00ZGI5'
const SECRET: ChannelSecret = channel.manifest.secret.local

function ask(rawQuery: string, secret = SECRET): HandshakeOutcome | undefined {
  return channel.handshake?.(
    { method: 'GET', headers: {}, url: 'https://x', rawQuery, body: new Uint8Array() },
    secret,
  )
}

function answer(token: string, key: string): HandshakeOutcome {
  const body = JSON.stringify({ response_token: signX(key, token) })
  return { kind: 'answered', contentType: 'application/json', body }
}

describe('challenge-response check', () => {
  it('this guarantees that a published vector is met, in base64', () => {
    expect(signX('apiSecret', 'test token')).toBe('sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0=')
  })

  it('this guarantees that a token is answered in JSON with the consumer secret', () => {
    expect(ask(`crc_token=${TOKEN}&nonce=x`)).toEqual(answer(TOKEN, 'local-twitter-consumer-secret'))
  })

  it('this guarantees that a plus sign in a token survives, percent-encoded or bare', () => {
    const token = 'ab+/cd==ab+/cd=='
    const expected = answer(token, 'local-twitter-consumer-secret')
    expect(ask(`crc_token=${encodeURIComponent(token)}`)).toEqual(expected)
    expect(ask(`crc_token=${token}`)).toEqual(expected)
  })

  it('this guarantees that while a secret is replaced the new one answers', () => {
    const rotating = { consumerSecret: 'the-new-one', previousConsumerSecret: 'the-old-one' }
    expect(ask(`crc_token=${TOKEN}`, rotating)).toEqual(answer(TOKEN, 'the-new-one'))
  })

  it('this guarantees that an app with an OAuth 2.0 client secret is answered for with that', () => {
    const both = { ...SECRET, clientSecret: 'client', previousClientSecret: 'old' }
    expect(ask(`crc_token=${TOKEN}`, both)).toEqual(answer(TOKEN, 'client'))
    expect(ask(`crc_token=${TOKEN}`, { clientSecret: 'client' })).toEqual(answer(TOKEN, 'client'))
  })

  it.each([
    ['no token', 'nonce=x'],
    ['nothing', ''],
  ])('this guarantees that %s is refused as absent', (_, rawQuery) => {
    expect(ask(rawQuery)).toEqual({ kind: 'rejected', reason: 'challenge_absent' })
  })

  it.each([
    ['an event', '{"data":{"event_type":"dm.received"}}'],
    ['an event without spaces or quotes', '{data:[0123456789012345]}'],
    ['an empty token', ''],
    ['a short token', 'a'.repeat(15)],
    ['a long token', 'a'.repeat(129)],
    ['a token with a line end', `${TOKEN}\n`],
    ['a list', `[${TOKEN}]`],
  ])('this guarantees that %s is never signed', (_, token) => {
    const outcome = ask(`crc_token=${encodeURIComponent(token)}`)
    expect(outcome).toEqual({ kind: 'rejected', reason: 'challenge_malformed' })
  })

  it('this guarantees that an answer to a challenge opens no door: what it signs is no event', () => {
    for (const token of [TOKEN, '1234567890123456', 'a'.repeat(128)]) {
      const outcome = ask(`crc_token=${token}`)
      expect(outcome?.kind).toBe('answered')
      expect(channel.verify(sign(token), SECRET)).toEqual({ kind: 'rejected', reason: 'challenge_as_event' })
    }
  })

  it.each<[string, ChannelSecret]>([
    ['nothing', {}],
    ['only the previous one', { previousConsumerSecret: 'old' }],
    ['an empty client secret', { clientSecret: '' }],
  ])('this guarantees that a secret holding %s is our error', (_, secret) => {
    expect(() => ask(`crc_token=${TOKEN}`, secret)).toThrow(AppError)
  })
})
