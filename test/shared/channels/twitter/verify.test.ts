import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ChannelSecret, WebhookRequest } from '../../../../shared/channels/contract.ts'
import { channel } from '../../../../shared/channels/twitter/index.ts'
import { MESSAGE, toReceivedMessages } from '../../../../shared/channels/twitter/wire-bodies.ts'
import { sign } from './twitter-requests.ts'

const LEGACY = 'x-twitter-webhooks-signature'
const OAUTH2 = 'x-twitter-webhooks-signature-oauth2'
const BODY = JSON.stringify({ data: toReceivedMessages([MESSAGE]) })
const BOTH: ChannelSecret = {
  consumerSecret: 'consumer',
  clientSecret: 'client',
  previousClientSecret: 'old',
}

function signed(keys: Readonly<Record<string, string>>): WebhookRequest {
  const headers = Object.entries(keys).map(([header, key]) => {
    return [header, `sha256=${createHmac('sha256', key).update(BODY).digest('base64')}`]
  })
  return { ...sign(BODY), headers: Object.fromEntries(headers) }
}

describe('signature by OAuth 2.0 client secret', () => {
  it.each<[string, Record<string, string>, ChannelSecret, string]>([
    ['of an app with nothing else', { [OAUTH2]: 'client' }, { clientSecret: 'client' }, 'current'],
    ['before the last change', { [OAUTH2]: 'old' }, BOTH, 'previous'],
    ['beside the older signature', { [OAUTH2]: 'client', [LEGACY]: 'consumer' }, BOTH, 'current'],
    ['absent, with the older one there', { [LEGACY]: 'consumer' }, BOTH, 'current'],
    [
      'not stored, with the older one there',
      { [OAUTH2]: 'x', [LEGACY]: 'consumer' },
      { consumerSecret: 'consumer' },
      'current',
    ],
  ])('this guarantees that a request passes with one %s', (_, keys, stored, secret) => {
    expect(channel.verify(signed(keys), stored)).toEqual({ kind: 'verified', secret })
  })

  it.each<[string, Record<string, string>, ChannelSecret, string]>([
    ['by a stranger', { [OAUTH2]: 'stranger' }, BOTH, 'signature_mismatch'],
    ['by the other secret', { [OAUTH2]: 'consumer' }, BOTH, 'signature_mismatch'],
    [
      'that nobody here can check',
      { [OAUTH2]: 'client' },
      { consumerSecret: 'consumer' },
      'signature_absent',
    ],
    [
      'by the consumer secret, which is not stored',
      { [LEGACY]: 'consumer' },
      { clientSecret: 'client' },
      'signature_absent',
    ],
    [
      'by an empty secret',
      { [OAUTH2]: '' },
      { consumerSecret: 'consumer', clientSecret: '' },
      'signature_absent',
    ],
  ])('this guarantees that a request is refused with one %s', (_, keys, stored, reason) => {
    expect(channel.verify(signed(keys), stored)).toEqual({ kind: 'rejected', reason })
  })

  it('this guarantees that a signature in hex is none', () => {
    const hex = createHmac('sha256', 'consumer').update(BODY).digest('hex')
    const request = { ...sign(BODY), headers: { [LEGACY]: `sha256=${hex}` } }
    expect(channel.verify(request, BOTH)).toEqual({ kind: 'rejected', reason: 'signature_malformed' })
  })
})
