import { describe, expect, it } from 'vitest'
import {
  equalsConstantTime,
  signingSecrets,
  verifyWithSecrets,
} from '../../../../shared/channels/kit/signing-secrets.ts'

describe('signingSecrets', () => {
  it.each([
    [{ appSecret: 'a' }, { current: 'a', previous: null }],
    [
      { appSecret: 'a', previousAppSecret: '' },
      { current: 'a', previous: null },
    ],
    [
      { appSecret: 'a', previousAppSecret: 'b' },
      { current: 'a', previous: 'b' },
    ],
  ])('this guarantees that %j gives %j', (secret, expected) => {
    expect(signingSecrets(secret, 'appSecret')).toEqual(expected)
  })

  it('this guarantees that a missing secret is named, and no value of another is', () => {
    const read = () => signingSecrets({ appSecret: '', other: 'hidden-value' }, 'appSecret')
    expect(read).toThrow(/"appSecret"/)
    expect(read).not.toThrow(/hidden-value/)
    expect(read).toThrow(expect.objectContaining({ code: 'channel_secret_missing', retry: true }))
  })
})

describe('verifyWithSecrets', () => {
  it('this guarantees that without a previous secret only the current one is tried', () => {
    const tried: string[] = []
    const outcome = verifyWithSecrets({ current: 'a', previous: null }, (secret) => {
      tried.push(secret)
      return false
    })
    expect(outcome).toEqual({ kind: 'rejected', reason: 'signature_mismatch' })
    expect(tried).toEqual(['a'])
  })
})

describe('equalsConstantTime', () => {
  it.each<[string | Uint8Array, string | Uint8Array, boolean]>([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['', '', true],
    ['ä', Buffer.from('ä'), true],
    ['ä', 'a', false],
  ])('this guarantees that %j and %j compared as UTF-8 give %s', (left, right, expected) => {
    expect(equalsConstantTime(left, right)).toBe(expected)
  })
})
