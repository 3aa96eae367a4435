import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskCardNumbers } from '../../../../shared/domain/redaction/card-numbers.ts'

/** Published test numbers of the schemes, none of them issued. */
const CARDS: readonly [string, string][] = [
  ['Visa', '4242424242424242'],
  ['Visa of 19 digits', '4000000000000000006'],
  ['Mastercard', '5555555555554444'],
  ['Mastercard of the 2 series', '2223003122003222'],
  ['American Express', '378282246310005'],
  ['Diners Club', '30569309025904'],
  ['JCB', '3530111333300000'],
  ['Discover', '6011111111111117'],
  ['UnionPay', '6200000000000005'],
  ['UnionPay of 19 digits', '6205500000000000004'],
  ['Maestro', '6759649826438453'],
]

describe('maskCardNumbers', () => {
  it.each(CARDS)('this guarantees that a %s number is masked however it is written', (_, card) => {
    const masked = `•••• ${card.slice(-4)}`
    for (const separator of ['', ' ', '-', '.', '\u00a0', '\u2011', '  ', ' - ', '\n']) {
      const written = card.replace(/(\d{4})(?=\d)/g, `$1${separator}`)
      expect(maskCardNumbers(written)).toBe(masked)
      expect(maskCardNumbers(`it is ${written}, thanks`)).toBe(`it is ${masked}, thanks`)
    }
  })

  it.each([
    ['Arabic-Indic', 0x660],
    ['Devanagari', 0x966],
    ['full-width', 0xff10],
    ['mathematical', 0x1d7ce],
    ['mathematical, the third set', 0x1d7e2],
  ])('this guarantees that a card in %s digits is masked, and other numbers stay as written', (_, zero) => {
    const write = (text: string): string =>
      text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
    expect(maskCardNumbers(write('4242 4242 4242 4242'))).toBe('•••• 4242')
    expect(maskCardNumbers(write('4242424242424242'))).toBe('•••• 4242')
    const order = write('1234 5678 9012 3456')
    expect(maskCardNumbers(order)).toBe(order)
  })

  it('this guarantees that unseen separators hide no card', () => {
    expect(maskCardNumbers('4242\u200b4242\u200d4242\u20604242')).toBe('•••• 4242')
  })

  it.each([
    ['an expiry date behind it', '4242 4242 4242 4242 12/27', '•••• 4242 12/27'],
    ['a security code behind it', '5555 5555 5555 4444 123', '•••• 4444 123'],
    ['a number in front of it', 'no 12: 4242 4242 4242 4242', 'no 12: •••• 4242'],
    ['a second card', '4242424242424242 5555555555554444', '•••• 4242 •••• 4444'],
    ['a second card on the next line', '4242 4242 4242 4242\n378282246310005', '•••• 4242\n•••• 0005'],
    ['American Express groups', '3782 822463 10005', '•••• 0005'],
    ['its name glued to it', 'Visa-4242424242424242', 'Visa-•••• 4242'],
    ['a key in front of it', 'card=4242424242424242;cvc=123', 'card=•••• 4242;cvc=123'],
    ['a colon and no space', 'Kreditkarte:4242-4242-4242-4242', 'Kreditkarte:•••• 4242'],
    ['a bullet', '• 4242 4242 4242 4242', '• •••• 4242'],
    ['a plus sign', '+4242424242424242', '+•••• 4242'],
    ['a lone surrogate', '\ud83d4242424242424242', '\ud83d•••• 4242'],
    ['digits of JSON', '{"card":4242424242424242}', '{"card":•••• 4242}'],
    ['a phone number beside it', '+49 1512 3456789 4242 4242 4242 4242', '+49 1512 3456789 •••• 4242'],
  ])('this guarantees that a card with %s is masked and the rest stays', (_, text, masked) => {
    expect(maskCardNumbers(text)).toBe(masked)
  })

  it.each([
    ['an international phone number', '+4915112345674'],
    ['a phone number that passes the check digit', '+4915123456787'],
    ['a phone number without plus', '4915123456787'],
    ['an Indonesian phone number', '62 812 3456 7893'],
    ['a phone number in groups', '+62 812-3456-78901'],
    ['two phone numbers', '+44 7911 123456 and 020 7946 0018'],
    ['an order number that fails the check digit', 'order 4242424242424243'],
    ['an order number of no scheme', 'order 1234567890123452'],
    ['a long reference', 'ref 42424242424242424242424242424242'],
    ['an IBAN', 'DE89370400440532013000'],
    ['a message id', 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='],
    ['a message id of digits', 'wamid.4242424242424242'],
    ['a business-scoped user id', 'changed from US.4242424242424242 to US.5555555555554444'],
    ['a link', 'https://shop.example.com/orders/4242424242424242?pay=5555555555554444'],
    ['a link without scheme', 'www.example.com/4242-4242-4242-4242'],
    ['a short link', 'm.example.com/4242424242424242'],
    ['a mail address', 'order@4242424242424242.example.com'],
    ['a UUID', '550e8400-e29b-4114-8716-446655440000'],
    ['a UUID of digits', '42424242-4242-4242-4242-424242424242'],
    ['a hexadecimal digest', '4242424242424242deadbeef'],
    ['a date and time', '2026-11-22 17:05:36.123456'],
    ['an amount', '1.000.000.000.000,00'],
    ['nothing', ''],
  ])('this guarantees that %s stays readable', (_, text) => {
    expect(maskCardNumbers(text)).toBe(text)
  })

  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...'0123456789', ...'4242', ' ', '-', '.', '+', '•', 'a', '_', '\n', '/'),
      maxLength: 80,
    }),
    fc
      .array(
        fc.oneof(
          fc.constantFrom(...CARDS.map(([, card]) => card)),
          fc.constantFrom('4242 4242 4242 4242', '•••• 4242', '•••• ', '+', ' ', '12/27', '\ud800'),
          fc.string({ maxLength: 6 }),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )

  it('this guarantees that no text makes it throw and masking twice changes nothing more', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const masked = maskCardNumbers(text)
        expect(maskCardNumbers(masked)).toBe(masked)
      }),
      { numRuns: 5_000 },
    )
  })

  it('this guarantees that a card between spaces is masked whatever the words around it', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom(...'abcXYZ,;!?äß漢👍') }), { maxLength: 5 })
    fc.assert(
      fc.property(words, fc.constantFrom(...CARDS), words, (before, [, card], after) => {
        const text = [...before, card, ...after].join(' ')
        expect(maskCardNumbers(text)).toBe([...before, `•••• ${card.slice(-4)}`, ...after].join(' '))
      }),
    )
  })
})
