import { describe, expect, it } from 'vitest'
import { nearestRank } from '../../../shared/domain/nearest-rank.ts'

describe('a percentile: this guarantees that', () => {
  it.each([
    ['of one value it is that value', [7], 50, 7],
    ['the half of two is the first', [1, 9], 50, 1],
    ['ninety of a hundred is the ninetieth', Array.from({ length: 100 }, (_, index) => index + 1), 90, 90],
    ['all of them is the last', [1, 2, 3], 100, 3],
    ['of none there is none', [], 50, null],
  ])('%s', (_name, sorted, percent, expected) => {
    expect(nearestRank(sorted, percent)).toBe(expected)
  })
})
