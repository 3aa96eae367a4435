import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIsoTime } from '../../../../shared/channels/kit/timestamps.ts'

describe('toIsoTime', () => {
  it.each<[unknown, string | null]>([
    ['1749416383', '2025-06-08T20:59:43.000Z'],
    [1749416383, '2025-06-08T20:59:43.000Z'],
    [1749416383123, '2025-06-08T20:59:43.123Z'],
    ['1749416383123', '2025-06-08T20:59:43.123Z'],
    [1749416383.5, '2025-06-08T20:59:43.500Z'],
    ['01749416383', '2025-06-08T20:59:43.000Z'],
    [1, '1970-01-01T00:00:01.000Z'],
    [0, null],
    [-1, null],
    ['-1749416383', null],
    ['1749416383.5', null],
    ['0x10', null],
    ['1e9', null],
    [' 1749416383', null],
    ['', null],
    ['TIMESTAMP', null],
    ['9999999999999999', null],
    [1e18, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [true, null],
    [null, null],
    [undefined, null],
    [['1749416383'], null],
    [{ valueOf: () => 1749416383 }, null],
  ])('this guarantees that %j gives %j', (value, expected) => {
    expect(toIsoTime(value)).toBe(expected)
  })

  it('this guarantees that anything gives a time of four-digit years or null', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.bigInt().map(String)), (value) => {
        expect(toIsoTime(value) ?? '2000-01-01T00:00:00.000Z').toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/)
      }),
    )
  })
})
