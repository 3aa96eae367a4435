import { describe, expect, it } from 'vitest'
import { decideOffer, type OfferFacts } from '../../../../shared/domain/handoff/decide-offer.ts'
import { findChannel } from '../../../../shared/channels/registry.ts'

const NOW = '2026-03-08T12:00:00.000Z'
const COMMENT = { sentAt: '2026-03-08T09:00:00.000Z', isPrivatelyAnswered: false }
const ANSWERED = { ...COMMENT, isPrivatelyAnswered: true }
const OPEN = { isOpen: true }
const CLOSED = { isOpen: false }
const PUBLIC_LINKS = { publicLinks: true, linkAlone: true }
const LINK = 'https://wa.me/15550000000?text='

const rulesOf = (channel: string): OfferFacts['source'] => {
  const rules = findChannel(channel)?.manifest.handoff
  if (rules === undefined) throw new Error(`no channel is called ${channel}`)
  return rules
}
const facebook = rulesOf('facebook')
const x = rulesOf('twitter')
/** Answers in private to nothing, has no link: as a platform of reviews. */
const mute: OfferFacts['source'] = { ...x, privateReply: null, arrivalLink: null, keepsIdentity: false }

const decide = (facts: Partial<OfferFacts>) =>
  decideOffer({
    target: { kind: 'same_platform' },
    source: facebook,
    comment: COMMENT,
    direct: null,
    number: null,
    arrivalLink: null,
    settings: { publicLinks: false, linkAlone: true },
    now: NOW,
    ...facts,
  })

const whatsapp = { target: { kind: 'whatsapp' }, arrivalLink: LINK } as const
const sms = { target: { kind: 'sms' }, arrivalLink: 'sms:+15550000000?&body=' } as const
const thread = { target: { kind: 'secure_thread' } } as const

describe('what can be offered', () => {
  it.each<[string, Partial<OfferFacts>, string]>([
    ['Messenger, a comment of today', {}, 'private_reply by platform'],
    ['Messenger, a conversation whose window is open', { direct: OPEN }, 'direct by platform'],
    ['Messenger, a conversation whose window has closed', { direct: CLOSED }, 'private_reply by platform'],
    [
      'Messenger, the comment gone, but a conversation open',
      { direct: OPEN, comment: null },
      'direct by platform',
    ],
    [
      'Messenger, answered once, public links allowed',
      { comment: ANSWERED, settings: PUBLIC_LINKS },
      'public_link by link',
    ],
    ['X, no conversation', { source: x }, 'public_link by platform'],
    ['X, the post gone', { source: x, comment: null }, 'public_link by platform'],
    ['X, a conversation', { source: x, direct: OPEN }, 'direct by platform'],
    ['WhatsApp from Facebook', whatsapp, 'private_reply by tap_and_code'],
    ['WhatsApp, open in Messenger', { ...whatsapp, direct: OPEN }, 'direct by code'],
    ['WhatsApp from X, open in direct messages', { ...whatsapp, source: x, direct: OPEN }, 'direct by code'],
    [
      'WhatsApp from X, public links allowed',
      { ...whatsapp, source: x, settings: PUBLIC_LINKS },
      'public_link by link',
    ],
    ['WhatsApp, where they are known there', { ...whatsapp, number: 'known' }, 'direct by platform'],
    ['SMS to a number that they gave', { ...sms, number: 'given' }, 'direct by link'],
    [
      'SMS to a number, although no account was heard of',
      { ...sms, number: 'given', arrivalLink: null },
      'direct by link',
    ],
    ['SMS from Facebook', sms, 'private_reply by tap_and_code'],
    ['a secure thread from Facebook', thread, 'private_reply by tap_and_code'],
    ['a secure thread, open in Messenger', { ...thread, direct: OPEN }, 'direct by code'],
  ])('%s: this guarantees the way and the proof', (_, facts, way) => {
    const decision = decide(facts)
    expect(decision.kind === 'offered' ? `${decision.route} by ${decision.verification}` : decision).toBe(way)
  })

  it.each<[string, Partial<OfferFacts>, string]>([
    ['Messenger, the comment removed', { comment: null }, 'handoff_target_unreachable'],
    ['Messenger, answered once', { comment: ANSWERED }, 'private_reply_used'],
    [
      'Messenger, a comment of seven days',
      { comment: { ...COMMENT, sentAt: '2026-03-01T12:00:00.000Z' } },
      'handoff_too_late',
    ],
    ['a platform without private messages', { source: mute }, 'handoff_target_unreachable'],
    ['WhatsApp from Facebook, answered once', { ...whatsapp, comment: ANSWERED }, 'private_reply_used'],
    [
      'WhatsApp from Facebook, an old comment',
      { ...whatsapp, comment: { ...COMMENT, sentAt: '2026-02-01T12:00:00.000Z' } },
      'handoff_too_late',
    ],
    ['WhatsApp, no account of it', { ...whatsapp, arrivalLink: null }, 'handoff_target_unreachable'],
    [
      'WhatsApp from X, no direct message, no public links',
      { ...whatsapp, source: x },
      'handoff_target_unreachable',
    ],
    [
      'SMS to a given number, where a link alone is no proof',
      { ...sms, number: 'given', settings: { publicLinks: true, linkAlone: false } },
      'handoff_target_unreachable',
    ],
    [
      'a secure thread from X, although public links are allowed',
      { ...thread, source: x, settings: PUBLIC_LINKS },
      'handoff_target_unreachable',
    ],
    [
      'a secure thread from a platform without private messages',
      { ...thread, source: mute },
      'handoff_target_unreachable',
    ],
  ])('%s: this guarantees that it is refused, and why', (_, facts, code) => {
    expect(decide(facts)).toMatchObject({ kind: 'refused', code })
  })

  it.each([
    ['a millisecond before seven days', '2026-03-01T12:00:00.001Z', 'offered'],
    ['after seven days', '2026-03-01T12:00:00.000Z', 'refused'],
  ])(
    'a comment %s: this guarantees that the platform’s time counts to the millisecond',
    (_, sentAt, kind) => {
      expect(decide({ comment: { ...COMMENT, sentAt } }).kind).toBe(kind)
    },
  )

  it.each([facebook, x, mute])('this guarantees that every refusal says what can be done', (source) => {
    for (const comment of [null, ANSWERED, COMMENT]) {
      for (const kind of ['same_platform', 'whatsapp', 'sms', 'secure_thread'] as const) {
        const decision = decide({ source, comment, target: { kind } })
        if (decision.kind === 'refused') expect(decision.detail.length).toBeGreaterThan(40)
      }
    }
  })
})
