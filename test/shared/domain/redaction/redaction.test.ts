import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BUILT_IN_REDACTION,
  CHECKED_LENGTH_MAX,
  createRedaction,
  type Redaction,
  UNCHECKED_NOTE,
} from '../../../../shared/domain/redaction/redaction.ts'
import { toIban } from './iban-samples.ts'

const CARD = '4242 4242 4242 4242'
const IBAN = 'DE89 3704 0044 0532 0130 00'
const CUSTOMER_NUMBER = { name: 'customer_number', pattern: '\\bK-\\d{8}\\b', keepLast: 3 }
const CLOSED = createRedaction({ patterns: [CUSTOMER_NUMBER], onFailure: 'closed' })
const OPEN = createRedaction({ patterns: [CUSTOMER_NUMBER], onFailure: 'open' })

function mask(redaction: Redaction, text: string): { text: string; masked: string[] } {
  const masked = new Set<string>()
  return { text: redaction.mask(text, masked), masked: [...masked] }
}

function maskBytes(redaction: Redaction, bytes: string | Uint8Array): string {
  return Buffer.from(redaction.maskBytes(Buffer.from(bytes))).toString('utf8')
}

describe('mask', () => {
  it.each([
    ['a card', `card ${CARD}`, 'card •••• 4242', ['card']],
    ['an IBAN', `iban ${IBAN}`, 'iban •••• 3000', ['iban']],
    ['both', `${CARD} and ${IBAN}`, '•••• 4242 and •••• 3000', ['iban', 'card']],
    ['a pattern', 'I am K-12345678', 'I am •••• 678', ['customer_number']],
    [
      'all of them',
      `${CARD} ${IBAN} K-12345678`,
      '•••• 4242 •••• 3000 •••• 678',
      ['customer_number', 'iban', 'card'],
    ],
    ['nothing', 'hello', 'hello', []],
  ])('this guarantees that a text with %s says so by name', (_, text, masked, names) => {
    expect(mask(CLOSED, text)).toEqual({ text: masked, masked: names })
  })

  it('this guarantees that an IBAN whose digits look like a card is one IBAN', () => {
    const iban = toIban('DE', '424242424242424200').replace(/(.{4})(?=.)/g, '$1 ')
    expect(mask(BUILT_IN_REDACTION, iban)).toEqual({ text: '•••• 4200', masked: ['iban'] })
  })

  it.each([
    [0, '••••'],
    [2, '•••• 78'],
    [4, '•••• 5678'],
  ])('this guarantees that a pattern keeps its last %i characters readable', (keepLast, shown) => {
    const redaction = createRedaction({ patterns: [{ ...CUSTOMER_NUMBER, keepLast }], onFailure: 'closed' })
    expect(mask(redaction, 'K-12345678').text).toBe(shown)
  })

  it('this guarantees that no pattern keeps more than half of what it found', () => {
    const pin = { name: 'pin', pattern: '\\b\\d{4}\\b', keepLast: 4 }
    expect(mask(createRedaction({ patterns: [pin], onFailure: 'closed' }), 'pin 1234').text).toBe(
      'pin •••• 34',
    )
  })

  it('this guarantees that a text too long for patterns is kept only where the deployment says so', () => {
    const text = `${CARD} ${'x'.repeat(CHECKED_LENGTH_MAX)}`
    expect(mask(CLOSED, text)).toEqual({ text: UNCHECKED_NOTE, masked: ['unchecked'] })
    expect(mask(OPEN, text)).toEqual({ text: text.replace(CARD, '•••• 4242'), masked: ['card'] })
    expect(mask(BUILT_IN_REDACTION, text).text).toBe(text.replace(CARD, '•••• 4242'))
    expect(mask(CLOSED, 'x'.repeat(CHECKED_LENGTH_MAX)).masked).toEqual([])
  })

  it('this guarantees that masking twice changes nothing more, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        CARD,
        IBAN,
        IBAN.replaceAll(' ', ''),
        'MT84MALT011000012345MTLCAST001S',
        '•••• ',
        ' ',
        '@',
        '_',
        'iban',
      ),
      fc.string({ unit: fc.constantFrom(...'0123456789DEGBdeiban .-•/'), maxLength: 12 }),
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const once = mask(BUILT_IN_REDACTION, text)
        expect(mask(BUILT_IN_REDACTION, once.text)).toEqual({ text: once.text, masked: [] })
        expect(once.masked.length > 0).toBe(once.text !== text)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('maskBytes', () => {
  it.each([
    ['a card in JSON', '{"a":"4242424242424242"}', '{"a":"****4242"}'],
    ['an IBAN in JSON', '{"a":"DE89370400440532013000"}', '{"a":"****3000"}'],
    ['an IBAN in a form', 'Body=DE89+3704+0044%200532%200130+00&x=1', 'Body=****3000&x=1'],
    ['a JSON escape between groups', '"de89\\u00a03704 0044 0532 0130 00"', '"****3000"'],
    ['an IBAN in an id', 'idDE89370400440532013000', 'id****3000'],
    ['a pattern', '{"a":"K-12345678 ä"}', '{"a":"****678 ä"}'],
  ])('this guarantees that %s is masked', (_, bytes, masked) => {
    expect(maskBytes(CLOSED, bytes)).toBe(masked)
  })

  it('this guarantees that bytes in which nothing is private stay as they are, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const quiet = bytes.map((byte) => (byte >= 48 && byte <= 57 ? 120 : byte))
        expect(CLOSED.maskBytes(quiet)).toEqual(Buffer.from(quiet))
      }),
    )
  })

  it('this guarantees that nothing is dropped and no pattern missed however many bytes there are', () => {
    const words = Array.from({ length: 12_000 }, (_, index) => `K-${10_000_000 + index} 😀`)
    const masked = maskBytes(CLOSED, words.join(' ')).split(' ')
    expect(masked.filter((word) => /^\*{4}\d{3}$/.test(word))).toHaveLength(words.length)
    expect(masked.filter((word) => word === '😀')).toHaveLength(words.length)
    const unbroken = '😀'.repeat(CHECKED_LENGTH_MAX)
    expect(maskBytes(CLOSED, `x${unbroken}`)).toBe(`x${unbroken}`)
  })
})
