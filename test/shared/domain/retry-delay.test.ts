import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toRetryDelayMs } from '../../../shared/domain/retry-delay.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('how long a message waits', () => {
  it('where the platform says: this guarantees never less, and little more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 86_400_000 }),
        chance,
        (n, ms, c) => {
          const delay = toRetryDelayMs(n, ms, c)
          expect(delay).toBeGreaterThanOrEqual(ms)
          expect(delay).toBeLessThanOrEqual(ms + 10_001)
        },
      ),
    )
  })

  it('where it does not: this guarantees that it doubles, spread, up to five minutes', () => {
    expect([1, 2, 3, 9, 10, 500].map((attempt) => toRetryDelayMs(attempt, null, 0))).toEqual([
      500, 1_000, 2_000, 128_000, 150_000, 150_000,
    ])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), chance, (attempt, c) => {
        const delay = toRetryDelayMs(attempt, null, c)
        expect(delay).toBeGreaterThanOrEqual(500)
        expect(delay).toBeLessThanOrEqual(300_000)
      }),
    )
  })
})
