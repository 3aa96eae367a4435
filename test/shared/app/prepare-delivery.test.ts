import { describe, expect, it } from 'vitest'
import { toCredential } from '../../../shared/app/prepare-delivery.ts'

describe('the credential of an account', () => {
  const secret = {
    appSecret: 'app',
    pageAccessToken: 'everybody’s',
    'pageAccessToken@page-1': 'page 1’s',
    'pageAccessToken@page-11': 'page 11’s',
    missing: undefined,
  }

  it.each([
    ['page-1', 'page 1’s'],
    ['page-11', 'page 11’s'],
    ['page-2', 'everybody’s'],
    ['1', 'everybody’s'],
  ])('%s: this guarantees its own keys, else those of the channel, and nobody else’s', (account, token) => {
    expect(toCredential(secret, account)).toEqual({ appSecret: 'app', pageAccessToken: token })
  })
})
