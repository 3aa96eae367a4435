import { describe, expect, it } from 'vitest'
import { type Arrival, decideArrival } from '../../../../shared/domain/handoff/decide-arrival.ts'
import type { Handoff } from '../../../../shared/domain/handoff/handoff.ts'
import { handoffOf } from '../../../support/handoff-of.ts'

const PSID = { channel: 'facebook', scope: '77', externalId: '2001' } as const
const AT_PAGE = { channel: 'facebook', id: '77' }
const AT_SHOP = { channel: 'whatsapp', id: '1066' }
const WAY = [{ text: 'Go on: {link}', link: 'https://wa.me/1?text={code}' }]

const messenger: Partial<Handoff> = { state: 'delivered', awaited: PSID }
const tapped: Partial<Handoff> = {
  state: 'delivered',
  target: { kind: 'whatsapp' },
  verification: 'tap_and_code',
  targetAccount: { channel: 'whatsapp', id: '1066' },
  way: WAY,
}
const publicLink: Partial<Handoff> = { ...tapped, way: [], route: 'public_link', verification: 'link' }
const given: Partial<Handoff> = {
  state: 'delivered',
  target: { kind: 'sms', to: '+15550001234' },
  targetAccount: { channel: 'sms', id: '+1' },
  route: 'direct',
  verification: 'link',
}

const come = (arrival: Partial<Arrival>): Arrival => ({
  sign: 'reply',
  isAwaited: false,
  conversationId: 'cnv_there',
  account: AT_PAGE,
  ...arrival,
})
const code = come({ sign: 'code', account: AT_SHOP })

describe('somebody writes in private', () => {
  it.each<[string, Partial<Handoff>, Arrival, object]>([
    [
      'answers where they are awaited',
      messenger,
      come({ isAwaited: true }),
      { kind: 'completed', isProven: true },
    ],
    [
      'answers before the platform told that it took the offer',
      { ...messenger, state: 'offered' },
      come({ isAwaited: true }),
      { kind: 'completed', isProven: true },
    ],
    [
      'answers at another account',
      messenger,
      come({ isAwaited: true, account: { channel: 'facebook', id: '78' } }),
      { kind: 'nothing' },
    ],
    ['taps', tapped, come({ sign: 'tap', isAwaited: true }), { kind: 'shown_way' }],
    ['taps before anybody knows who that is there', tapped, come({ sign: 'tap' }), { kind: 'shown_way' }],
    [
      'taps again',
      { ...tapped, state: 'opened' },
      come({ sign: 'tap', isAwaited: true }),
      { kind: 'nothing' },
    ],
    [
      'writes instead of tapping',
      { ...tapped, awaited: PSID },
      come({ isAwaited: true }),
      { kind: 'shown_way' },
    ],
    [
      'writes more after they were shown the way',
      { ...tapped, state: 'opened' },
      come({ isAwaited: true }),
      { kind: 'nothing' },
    ],
    [
      'somebody else taps',
      { ...tapped, awaited: PSID },
      come({ sign: 'tap' }),
      { kind: 'refused', why: 'somebody_else' },
    ],
    ['sends the code', { ...tapped, state: 'opened' }, code, { kind: 'completed', isProven: true }],
    ['sends the code of a public link', publicLink, code, { kind: 'completed', isProven: false }],
    ['sends the code somewhere else', tapped, come({ sign: 'code' }), { kind: 'nothing' }],
    [
      'answers from a number that was only given',
      given,
      come({ isAwaited: true, account: { channel: 'sms', id: '+1' } }),
      { kind: 'completed', isProven: false },
    ],
    [
      'sends a used code',
      { ...tapped, state: 'completed', privateConversationId: 'cnv_other' },
      code,
      { kind: 'refused', why: 'used' },
    ],
    [
      'sends the code again where they have arrived',
      { ...tapped, state: 'completed', privateConversationId: 'cnv_there' },
      code,
      { kind: 'nothing' },
    ],
    [
      'sends a code after its time',
      { ...tapped, state: 'expired' },
      code,
      { kind: 'refused', why: 'too_late' },
    ],
    [
      'sends a code that was taken back',
      { ...tapped, state: 'declined' },
      code,
      { kind: 'refused', why: 'too_late' },
    ],
    [
      'taps after it was taken back',
      { ...tapped, state: 'declined' },
      come({ sign: 'tap' }),
      { kind: 'refused', why: 'too_late' },
    ],
    [
      'writes where an offer has ended',
      { ...messenger, state: 'expired' },
      come({ isAwaited: true }),
      { kind: 'nothing' },
    ],
  ])('%s: this guarantees what it means', (_, handoff, arrival, decision) => {
    expect(decideArrival(handoffOf(handoff), arrival)).toEqual(decision)
  })
})
