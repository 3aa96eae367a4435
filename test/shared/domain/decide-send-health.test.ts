import { describe, expect, it } from 'vitest'
import { createAccount, decideAccountHealth } from '../../../shared/domain/decide-account-health.ts'
import {
  decideProbe,
  findHold,
  holdSending,
  noteDelivered,
  noteSent,
} from '../../../shared/domain/decide-send-health.ts'

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString()
const fresh = createAccount(
  { channel: 'facebook', provider: 'meta', account: { id: 'page', name: 'Shop' }, receivedAt: at(0) },
  1,
)
const refusal = (minute: number) => ({
  code: 'token_invalid',
  detail: 'The token has expired',
  by: 'answer' as const,
  at: at(minute),
  causationId: 'msg_1',
})
/** The account after it let a message through as its probe, and that message's word of being one. */
function probe(account: typeof fresh, minute: number) {
  const decision = decideProbe(account, new Date(at(minute)))
  if (decision.kind !== 'probe') throw new Error(`No probe is due: ${decision.kind}.`)
  return decision
}
/** A probe that the platform takes. */
function takeProbe(account: typeof fresh, minute: number) {
  const { account: probed, probedAt } = probe(account, minute)
  return noteSent(probed, { at: at(minute), causationId: 'msg_2', probedAt })
}
const types = (account: typeof fresh) => account.changes.map(({ part }) => part.type)

describe('an account whose message is refused because of it', () => {
  it('this guarantees that it is degraded, once, with the reason', () => {
    const held = holdSending(holdSending(fresh, refusal(1)), refusal(3))
    expect(held).toMatchObject({
      health: 'degraded',
      lastError: { code: 'token_invalid', at: at(3) },
      sendHold: { since: at(1), probes: 2 },
    })
    expect(types(held)).toEqual(['account.degraded'])
  })

  it('this guarantees one probe at a time, ever rarer', () => {
    let account = holdSending(fresh, refusal(0))
    const pauses: number[] = []
    for (let probe = 0; probe < 6; probe++) {
      const next = account.sendHold?.nextProbeAt ?? ''
      const last = account.lastError?.at ?? ''
      pauses.push((Date.parse(next) - Date.parse(last)) / 60_000)
      const early = new Date(Date.parse(next) - 1)
      expect(decideProbe(account, early)).toEqual({ kind: 'held', until: next })
      const decision = decideProbe(account, new Date(next))
      expect(decision.kind).toBe('probe')
      if (decision.kind !== 'probe') return
      // Whoever comes next finds it taken.
      expect(decideProbe(decision.account, new Date(next)).kind).toBe('held')
      account = holdSending(decision.account, { ...refusal(0), at: next })
    }
    expect(pauses).toEqual([1, 2, 5, 10, 15, 15])
  })

  it('this guarantees that a new message is kept out until the probe is due, and may then be it', () => {
    const account = holdSending(fresh, refusal(0))
    const next = account.sendHold?.nextProbeAt ?? ''
    expect(findHold(account, 'message', new Date(Date.parse(next) - 1))).toEqual({
      account: { id: 'page', name: 'Shop' },
      code: 'token_invalid',
      detail: 'The token has expired',
      nextProbeAt: next,
    })
    expect(findHold(account, 'message', new Date(next))).toBeNull()
    // Nothing would be learned from it.
    expect(findHold(account, 'action', new Date(next))).not.toBeNull()
    const probed = decideProbe(account, new Date(next))
    // While it is under way nothing else is accepted.
    expect(probed.kind === 'probe' && findHold(probed.account, 'message', new Date(next))).not.toBeNull()
    for (const wish of ['message', 'action'] as const) {
      expect(findHold(null, wish, new Date(next)) ?? findHold(fresh, wish, new Date(next))).toBeNull()
    }
  })

  it.each([
    ['a probe that passes', (held: typeof fresh) => takeProbe(held, 9)],
    [
      'the platform’s own word',
      (held: typeof fresh) => {
        const event = {
          kind: 'account',
          health: 'healthy',
          code: 'restored',
          detail: null,
          at: at(9),
        } as const
        return decideAccountHealth(held, { kind: 'notice', event, at: at(9), causationId: 'env_1' })
      },
    ],
  ])('%s: this guarantees that it has recovered and nothing waits any more', (_, end) => {
    const account = end(holdSending(fresh, refusal(1)))
    expect(account).toMatchObject({ health: 'healthy', sendHold: null })
    expect(types(account)).toEqual(['account.degraded', 'account.recovered'])
    expect(decideProbe(account, new Date(at(9)))).toEqual({ kind: 'free' })
  })

  it('this guarantees that events which come in do not lift it: an account that may not send still receives', () => {
    const held = holdSending(fresh, refusal(1))
    expect(
      decideAccountHealth(held, { kind: 'traffic', at: at(30), causationId: 'env_1', delayMs: null }),
    ).toEqual(held)
  })
})

describe('an account whose messages are taken, and fail later because of it', () => {
  const failure = (minute: number) => ({ ...refusal(minute), by: 'receipt' as const })
  const taken = (minute: number) => ({ at: at(minute), causationId: 'msg_2' })
  const held = holdSending(fresh, failure(10))

  it('this guarantees that it is degraded, and that those which were under way with it count as one', () => {
    const again = [11, 12, 13].map(failure).reduce(holdSending, held)
    expect(again).toEqual(held)
    expect(again).toMatchObject({ health: 'degraded', sendHold: { probes: 1, nextProbeAt: at(11) } })
  })

  it('this guarantees that a probe which is taken ends nothing, and one that fails then makes the next rarer', () => {
    const probed = takeProbe(held, 11)
    expect(probed).toMatchObject({ health: 'degraded', sendHold: { probes: 1 }, lastSentAt: at(11) })
    const failed = holdSending(probed, failure(12))
    expect(failed).toMatchObject({ sendHold: { probes: 2, nextProbeAt: at(14), since: at(10) } })
    expect(types(failed)).toEqual(['account.degraded'])
  })

  it('this guarantees that the answer to a message whose failure was heard of before proves nothing', () => {
    const answered = noteSent(held, { ...taken(10), probedAt: null })
    expect(answered.sendHold).toEqual(held.sendHold)
    expect(takeProbe(answered, 11)).toMatchObject({ health: 'degraded', sendHold: { probes: 1 } })
  })

  it('this guarantees the same where that message was the probe', () => {
    const { account, probedAt } = probe(held, 11)
    const failed = holdSending(account, failure(12))
    expect(failed).toMatchObject({ sendHold: { probes: 2, nextProbeAt: at(14) } })
    expect(noteSent(failed, { ...taken(12), probedAt }).sendHold).toEqual(failed.sendHold)
  })

  it.each([
    ['one that comes to its customer', (probed: typeof fresh) => noteDelivered(probed, taken(12))],
    ['the next one that is taken, where no receipts come', (probed: typeof fresh) => takeProbe(probed, 16)],
  ])('%s: this guarantees that it has recovered', (_, prove) => {
    const account = prove(takeProbe(held, 11))
    expect(account).toMatchObject({ health: 'healthy', sendHold: null })
    expect(types(account)).toEqual(['account.degraded', 'account.recovered'])
  })

  it('this guarantees that what came to its customer before it proves nothing', () => {
    expect(noteDelivered(held, taken(10))).toEqual(held)
    const refused = holdSending(fresh, refusal(10))
    expect(noteDelivered(refused, taken(12))).toEqual(refused)
  })

  it('this guarantees that a failure from before it was mended degrades nothing again', () => {
    const mended = noteDelivered(held, taken(20))
    expect(holdSending(mended, failure(19))).toEqual(mended)
    expect(holdSending(mended, failure(21))).toMatchObject({ health: 'degraded' })
  })
})

describe('an account that sends', () => {
  it('this guarantees that the newest time stands, and that no event says so', () => {
    const freely = (minute: number) => ({ at: at(minute), causationId: 'a', probedAt: null })
    const sent = noteSent(noteSent(fresh, freely(5)), freely(4))
    expect(sent).toMatchObject({ lastSentAt: at(5), health: 'healthy', changes: [] })
  })

  it.each([[null], [fresh]])('this guarantees that nothing holds it: %#', (account) => {
    expect(decideProbe(account, new Date(at(0)))).toEqual({ kind: 'free' })
  })
})
