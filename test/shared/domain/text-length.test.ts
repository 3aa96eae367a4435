import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTextLength } from '../../../shared/domain/text-length.ts'

describe('a weighted length', () => {
  it.each([
    ['plain words', 'Hello', 5],
    ['two for what is wide', '語', 2],
    ['accents, however they are composed', 'cafe\u0301', 4],
    ['an emoji', '👍', 2],
    ['an emoji of many parts', '👩‍👩‍👧‍👦', 2],
    ['an emoji with a skin', '👍🏽', 2],
    ['a flag', '🇩🇪', 2],
    ['a heart in colour', '❤️', 2],
    ['a digit, which is no emoji', '1', 1],
    ['typographic quotes and a dash', '“Hi” – he said', 14],
    ['an ellipsis, which is wide', '…', 2],
    ['a short link', 'https://a.co', 23],
    ['a long link', `https://example.com/${'x'.repeat(200)}?q=1#top`, 23],
    ['a link in a sentence, without its full stop', 'See https://example.com/a.', 4 + 23 + 1],
    ['a link without a scheme', 'See example.com/sizes now', 4 + 23 + 4],
    ['two links', 'https://a.co http://b.co', 47],
    ['a mail address, which is no link', 'ann@example.com', 15],
    ['an abbreviation, which is no link', 'e.g. this', 9],
  ])('of %s: this guarantees that it counts as the platform does', (_, text, length) => {
    expect(toTextLength(text, 'weighted')).toBe(length)
  })

  it('this guarantees that any text has one: none for nothing, and never more than two a unit but for links', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const length = toTextLength(text, 'weighted')
        expect(length).toBeGreaterThanOrEqual(text === '' ? 0 : 1)
        expect(length).toBeLessThanOrEqual(text.normalize('NFC').length * 23)
      }),
    )
  })
})

it('this guarantees that other platforms count UTF-16 units', () => {
  expect(toTextLength('👍 https://example.com', 'utf16')).toBe('👍 https://example.com'.length)
})
