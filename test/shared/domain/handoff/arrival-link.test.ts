import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findChannel } from '../../../../shared/channels/registry.ts'
import { toArrivalLink } from '../../../../shared/domain/handoff/arrival-link.ts'

const TEXT = 'Hello & welcome, my code is {code}'
const ENCODED = 'Hello%20%26%20welcome%2C%20my%20code%20is%20{code}'

const linkOf = (channel: string, account: { id: string; name: string | null }, text?: string) => {
  const rules = findChannel(channel)?.manifest.handoff
  return rules === undefined ? null : toArrivalLink(rules, account, text)
}

describe('the link to an account’s private messages', () => {
  it.each([
    [
      'a Page',
      'facebook',
      { id: '770000000000010', name: 'Shop' },
      'https://m.me/770000000000010?ref={code}',
    ],
    [
      'a WhatsApp number, by its display number',
      'whatsapp',
      { id: '106600000000001', name: '+1 (555) 000-1234' },
      `https://wa.me/15550001234?text=${ENCODED}`,
    ],
    [
      'a WhatsApp number without a plus',
      'whatsapp',
      { id: '106600000000001', name: '15550001234' },
      `https://wa.me/15550001234?text=${ENCODED}`,
    ],
    ['an SMS number', 'sms', { id: '+15550001234', name: null }, `sms:+15550001234?&body=${ENCODED}`],
    [
      'an SMS number with a name',
      'sms',
      { id: '+15550001234', name: 'Shop' },
      `sms:+15550001234?&body=${ENCODED}`,
    ],
    ['a short code', 'sms', { id: '72975', name: null }, `sms:72975?&body=${ENCODED}`],
    [
      'an X account',
      'twitter',
      { id: '9876543210987654321', name: 'shop' },
      'https://x.com/messages/compose?recipient_id=9876543210987654321',
    ],
  ])('of %s: this guarantees its form', (_, channel, account, link) => {
    expect(linkOf(channel, account, TEXT)).toBe(link)
  })

  it.each([
    [
      'a WhatsApp account whose number nobody has told yet',
      'whatsapp',
      { id: '106600000000001', name: null },
    ],
    ['a WhatsApp account that is called by words', 'whatsapp', { id: '106600000000001', name: 'Shop' }],
    ['a sender of SMS that is a word', 'sms', { id: 'SHOP', name: null }],
  ])('of %s: this guarantees that there is none', (_, channel, account) => {
    expect(linkOf(channel, account, TEXT)).toBeNull()
  })

  it('of a platform that has none: this guarantees that none is made up', () => {
    expect(toArrivalLink({ arrivalLink: null }, { id: '1', name: null }, TEXT)).toBeNull()
  })

  it('this guarantees that any words come through the link as they are, and break nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (words) => {
        fc.pre(words.isWellFormed())
        const filled = linkOf('whatsapp', { id: '1', name: '+15550001234' }, `${words} {code}`) ?? ''
        const url = new URL(filled.replaceAll('{code}', 'K7QM-2X4P'))
        expect([url.host, url.pathname, url.hash]).toEqual(['wa.me', '/15550001234', ''])
        expect(url.searchParams.get('text')).toBe(`${words} {code}`.replaceAll('{code}', 'K7QM-2X4P'))
      }),
    )
  })
})
