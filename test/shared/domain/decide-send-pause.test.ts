import { describe, expect, it } from 'vitest'
import { createAccount } from '../../../shared/domain/decide-account-health.ts'
import { findPause, pauseSending } from '../../../shared/domain/decide-send-pause.ts'

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 1, 12, minute))
const fresh = createAccount(
  {
    channel: 'twitter',
    provider: 'x',
    account: { id: '3088', name: 'Shop' },
    receivedAt: at(0).toISOString(),
  },
  1,
)
const limit = (minute: number, minutes: number) => ({ now: at(minute), afterMs: minutes * 60_000 })

describe('an account that has used up a limit', () => {
  const paused = pauseSending(fresh, 'private', limit(0, 15))

  it('this guarantees that nothing of this kind is sent until the platform’s time, and posts are', () => {
    expect(findPause(paused, 'private', at(14))).toBe(at(15).toISOString())
    expect(findPause(paused, 'private', at(15))).toBeNull()
    expect(findPause(paused, 'public', at(1))).toBeNull()
    expect(paused.health).toBe(fresh.health)
  })

  it('this guarantees that who finds the same limit a moment later writes nothing, and a longer one stands', () => {
    expect(pauseSending(paused, 'private', limit(1, 14))).toBe(paused)
    const longer = pauseSending(paused, 'private', limit(1, 20))
    expect(findPause(longer, 'private', at(16))).toBe(at(21).toISOString())
  })

  it('this guarantees that somebody asks again within the hour', () => {
    const long = pauseSending(fresh, 'private', limit(0, 24 * 60))
    expect(findPause(long, 'private', at(0))).toBe(at(60).toISOString())
  })

  it('this guarantees that a few seconds hold nobody else', () => {
    expect(pauseSending(fresh, 'private', { now: at(0), afterMs: 9_999 })).toBe(fresh)
    expect([findPause(fresh, 'private', at(0)), findPause(null, 'private', at(0))]).toEqual([null, null])
  })
})
