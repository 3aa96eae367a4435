import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decideCode,
  decideCodeRequest,
  decidePress,
  hasSession,
  isDoorOpen,
} from '../../../../shared/domain/thread/decide-access.ts'
import {
  CODE_TRIES_MAX,
  CODES_MAX,
  createAccess,
  SESSIONS_MAX,
  ThreadAccess,
  toSource,
  WRONG_TRIES_MAX,
} from '../../../../shared/domain/thread/thread-access.ts'
import type { Handoff } from '../../../../shared/domain/handoff/handoff.ts'

const START = Date.parse('2026-05-01T10:00:00.000Z')
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString()
const HANDOFF = { id: 'hnd_a', offeredAt: at(0) }
const fresh = (): ThreadAccess => createAccess(HANDOFF, 'cnv_direct', 'salt')
const pass = (madeAt: number, of: object = {}) => ({
  handoffId: 'hnd_a',
  use: 'code' as const,
  validUntil: at(100_000),
  madeAt: at(madeAt),
  ...of,
})

/** Whatever comes to a page, in any order, from a few places. */
type Step =
  | { kind: 'press'; source: string; browser: string }
  | { kind: 'wrong'; source: string }
  | { kind: 'request'; source: string }
  | { kind: 'right'; source: string; browser: string; madeAt: number }

const source = fc.integer({ min: 1, max: 8 }).map((n) => `source${n}`)
const browser = fc.integer({ min: 1, max: 14 }).map((n) => `browser${n}`)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('press' as const), source, browser }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('wrong' as const), source }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('request' as const), source }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('right' as const),
      source,
      browser,
      madeAt: fc.integer({ min: 0, max: 9000 }),
    }),
  },
)

function take(access: ThreadAccess, each: Step, now: string): { access: ThreadAccess; outcome: string } {
  switch (each.kind) {
    case 'press': {
      const visitor = { source: each.source, now, sessionDigest: null, nextSessionDigest: each.browser }
      const decision = decidePress(access, 'code', visitor)
      return { access: 'access' in decision ? decision.access : access, outcome: decision.kind }
    }
    case 'request': {
      const decision = decideCodeRequest(access, { source: each.source, now })
      return {
        access: decision.kind === 'sent' ? decision.access : access,
        outcome: decision.kind === 'sent' ? 'sent' : decision.why,
      }
    }
    case 'wrong':
    case 'right': {
      const known = each.kind === 'right' ? pass(each.madeAt) : null
      const next = each.kind === 'right' ? each.browser : 'nobody'
      const decision = decideCode(access, known, { source: each.source, now, nextSessionDigest: next })
      return { access: 'access' in decision ? decision.access : access, outcome: decision.kind }
    }
  }
}

describe('who may come to the page: this guarantees that', () => {
  it('whatever happens in whatever order, the limits of every source and code hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        let access = fresh()
        const wrong = new Map<string, number>()
        const codes = new Map<string, number>()
        steps.forEach((each, index) => {
          const now = at(index * 60)
          const before = access
          const taken = take(access, each, now)
          access = ThreadAccess.parse(taken.access)
          const count = (of: Map<string, number>): number => of.get(each.source) ?? 0
          if (taken.outcome === 'wrong') wrong.set(each.source, count(wrong) + 1)
          const isSent =
            taken.outcome === 'sent' ||
            (taken.outcome === 'code_asked' && before.codeSentAt !== access.codeSentAt)
          if (isSent) codes.set(each.source, count(codes) + 1)
          expect(count(wrong)).toBeLessThanOrEqual(WRONG_TRIES_MAX)
          expect(count(codes)).toBeLessThanOrEqual(CODES_MAX)
          if (taken.outcome === 'proved' && each.kind === 'right') {
            expect(each.madeAt * 1000 + START).toBeGreaterThan(Date.parse(before.codesDeadUpTo ?? at(-1)))
            expect(hasSession(access, each.browser, now)).toBe(true)
          }
          // Dead stays dead.
          expect((access.codesDeadUpTo ?? '') >= (before.codesDeadUpTo ?? '')).toBe(true)
          expect(access.sessions.length).toBeLessThanOrEqual(SESSIONS_MAX)
        })
      }),
    )
  })

  it('strangers cannot lock out who comes from elsewhere with a code that is newer than their tries', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const access = steps.reduce((known, each, index) => take(known, each, at(index * 60)).access, fresh())
        const now = at(10_000)
        const customer = { source: 'the customer', now }
        expect(decideCodeRequest(access, customer).kind).toBe('sent')
        const decision = decideCode(access, pass(10_001), {
          ...customer,
          now: at(10_060),
          nextSessionDigest: 'c',
        })
        expect(decision.kind).toBe('proved')
      }),
    )
  })

  it('a code dies with the twentieth wrong one after it, and not one that was sent later', () => {
    let access = fresh()
    const try20 = (from: number): void => {
      for (let tries = 0; tries < CODE_TRIES_MAX; tries++) {
        access = take(access, { kind: 'wrong', source: `s${from}.${tries % 4}` }, at(from)).access
      }
    }
    for (let tries = 0; tries < CODE_TRIES_MAX - 1; tries++) {
      access = take(access, { kind: 'wrong', source: `early${tries % 4}` }, at(10)).access
    }
    expect(decideCode(access, pass(5), { source: 'x', now: at(11), nextSessionDigest: 'b' }).kind).toBe(
      'proved',
    )
    access = take(access, { kind: 'request', source: 'customer' }, at(70)).access
    access = take(access, { kind: 'wrong', source: 'late' }, at(80)).access
    expect(decideCode(access, pass(5), { source: 'x', now: at(81), nextSessionDigest: 'b' }).kind).toBe(
      'dead',
    )
    expect(decideCode(access, pass(71), { source: 'x', now: at(81), nextSessionDigest: 'b' }).kind).toBe(
      'proved',
    )
    try20(90)
    expect(decideCode(access, pass(71), { source: 'x', now: at(91), nextSessionDigest: 'b' }).kind).toBe(
      'dead',
    )
  })

  it.each([
    ['of another handoff', pass(5, { handoffId: 'hnd_b' }), 'wrong'],
    ['that is a link', pass(5, { use: 'link' }), 'wrong'],
    ['that nobody was sent', null, 'wrong'],
    ['whose time is up', pass(5, { validUntil: at(10) }), 'dead'],
  ])('a code %s lets nobody in', (_name, wrong, kind) => {
    const visitor = { source: 'x', now: at(20), nextSessionDigest: 'b' }
    expect(decideCode(fresh(), wrong, visitor).kind).toBe(kind)
  })

  it('a code lets in once', () => {
    const first = decideCode(fresh(), pass(5), { source: 'x', now: at(20), nextSessionDigest: 'one' })
    if (first.kind !== 'proved') throw new Error('not let in')
    expect(
      decideCode(first.access, pass(5), { source: 'y', now: at(21), nextSessionDigest: 'two' }).kind,
    ).toBe('dead')
  })

  it.each([
    ['tap_and_code', 'code_asked', false],
    ['code', 'code_asked', true],
    ['platform', 'code_asked', true],
    ['link', 'admitted', undefined],
  ] as const)('the first press of a link that is proved by %s is %s', (verification, kind, sends) => {
    const visitor = { source: 'x', now: at(1), sessionDigest: null, nextSessionDigest: 'one' }
    const first = decidePress(fresh(), verification, visitor)
    expect(first).toMatchObject({ kind, ...(sends === undefined ? {} : { sends }) })
    if (first.kind === 'inside') throw new Error('nobody was in')
    const again = { ...visitor, now: at(2), nextSessionDigest: 'two' }
    expect(decidePress(first.access, verification, again)).toMatchObject({ kind: 'code_asked', sends: false })
    if (first.kind !== 'admitted') return
    expect(decidePress(first.access, verification, { ...again, sessionDigest: 'one' }).kind).toBe('inside')
  })

  it('a browser is forgotten three days after the customer last wrote', () => {
    const proved = decideCode(fresh(), pass(5), { source: 'x', now: at(20), nextSessionDigest: 'one' })
    if (proved.kind !== 'proved') throw new Error('not let in')
    expect(hasSession(proved.access, 'one', at(20 + 3 * 86_400 - 1))).toBe(true)
    expect(hasSession(proved.access, 'one', at(20 + 3 * 86_400))).toBe(false)
    expect(hasSession(proved.access, 'another', at(20))).toBe(false)
  })

  it.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '::ffff:203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:9::1', true],
    ['fe80::1%eth0', 'fe80::2%eth1', true],
  ])('%s and %s are one source: %s', (left, right, isOne) => {
    expect(toSource(left, 'salt') === toSource(right, 'salt')).toBe(isOne)
    expect(toSource(left, 'salt')).not.toBe(toSource(left, 'other salt'))
  })

  const door = (of: Partial<Handoff>) =>
    isDoorOpen({ target: { kind: 'secure_thread' }, state: 'delivered', expiresAt: at(100), ...of }, at(50))
  it.each([
    ['stands', {}, true],
    ['has led to a conversation', { state: 'completed' }, true],
    ['was taken back', { state: 'declined' }, false],
    ['has expired', { state: 'expired' }, false],
    ['should have expired', { expiresAt: at(50) }, false],
    ['leads elsewhere', { target: { kind: 'sms' } }, false],
  ] as const)('the door of an offer that %s is open: %s', (_name, of, isOpen) => {
    expect(door(of)).toBe(isOpen)
  })
})
