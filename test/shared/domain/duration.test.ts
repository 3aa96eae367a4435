import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TargetDuration, toDurationMs } from '../../../shared/domain/duration.ts'

describe('a duration', () => {
  it.each([
    ['PT5S', 5_000],
    ['PT15M', 900_000],
    ['PT6H', 21_600_000],
    ['PT1H30M', 5_400_000],
    ['PT90M', 5_400_000],
    ['P7D', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0S', 0],
  ])('%s: this guarantees %i ms', (text, milliseconds) => {
    expect(toDurationMs(text)).toBe(milliseconds)
  })

  it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'P1W', 'PT1.5H', '-PT1H', 'PT1M1H', 'pt1h', '24h', ' PT1H'])(
    '%j: this guarantees that what has no fixed length is a mistake and no guess',
    (text) => {
      expect(() => toDurationMs(text)).toThrow(TypeError)
    },
  )
})

describe('the target of a clock', () => {
  it.each(['PT5S', 'PT15M', 'PT6H', 'PT1H30M', 'PT8784H'])('%s: this guarantees that it is one', (text) => {
    expect(TargetDuration.parse(text)).toBe(text)
  })

  it.each([
    [
      'P1D',
      'expected an ISO 8601 duration in hours, minutes and seconds such as PT1H30M, got P1D. Write a day as the hours that you mean: PT24H, or the hours that you are open',
    ],
    ['PT0S', 'expected more than nothing and at most 366 days (PT8784H), got PT0S'],
    ['PT8784H1S', 'expected more than nothing and at most 366 days (PT8784H), got PT8784H1S'],
    [
      `PT${'9'.repeat(400)}H`,
      `expected more than nothing and at most 366 days (PT8784H), got PT${'9'.repeat(400)}H`,
    ],
  ])('%s: this guarantees one message that says what to write', (text, message) => {
    expect(TargetDuration.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message])
  })

  it('this guarantees that whatever is accepted can be counted', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^P(\d{0,2}D)?T?(\d{0,3}H)?(\d{0,3}M)?(\d{0,3}S)?$/), (text) => {
        if (TargetDuration.safeParse(text).success) expect(toDurationMs(text)).toBeGreaterThan(0)
      }),
      { numRuns: 1000 },
    )
  })
})
