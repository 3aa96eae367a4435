import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countSmsSegments } from '../../../shared/domain/sms-segments.ts'

describe('segments of an SMS', () => {
  it.each([
    ['nothing', '', 'gsm7', 1],
    ['160 plain characters', 'x'.repeat(160), 'gsm7', 1],
    ['161 plain characters', 'x'.repeat(161), 'gsm7', 2],
    ['306 plain characters', 'x'.repeat(306), 'gsm7', 2],
    ['307 plain characters', 'x'.repeat(307), 'gsm7', 3],
    ['accents of the alphabet', 'ÄÖÜäöüßàéñ'.repeat(16), 'gsm7', 1],
    ['80 euro signs', '€'.repeat(80), 'gsm7', 1],
    ['81 euro signs', '€'.repeat(81), 'gsm7', 2],
    ['an escape at a border', `${'x'.repeat(152)}€${'x'.repeat(152)}`, 'gsm7', 3],
    ['a typographic quote', '“', 'ucs2', 1],
    ['70 units', 'я'.repeat(70), 'ucs2', 1],
    ['71 units', 'я'.repeat(71), 'ucs2', 2],
    ['an emoji at a border', `${'я'.repeat(66)}👍${'я'.repeat(66)}`, 'ucs2', 3],
  ] as const)('%s: this guarantees %s and %i', (_, text, encoding, count) => {
    expect(countSmsSegments(text)).toEqual({ encoding, count })
  })

  it('this guarantees that more text never costs less, and each segment holds something', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 1000 }),
        fc.string({ unit: 'binary' }),
        (text, more) => {
          const { count } = countSmsSegments(text)
          expect(countSmsSegments(text + more).count).toBeGreaterThanOrEqual(count)
          expect(count).toBeLessThanOrEqual(Math.max(1, text.length))
        },
      ),
    )
  })
})
