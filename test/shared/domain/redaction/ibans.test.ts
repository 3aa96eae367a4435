import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IBAN_FORMATS } from '../../../../shared/domain/redaction/iban-formats.ts'
import { maskIbans } from '../../../../shared/domain/redaction/ibans.ts'
import { ibanOf, notIbanOf, PUBLISHED } from './iban-samples.ts'

const COUNTRIES = [...IBAN_FORMATS.keys()]
const GERMAN = 'DE89370400440532013000'

const inFours = (iban: string, separator: string): string => iban.replace(/(.{4})(?=.)/g, `$1${separator}`)

/** As people write one. */
const written = fc.tuple(fc.constantFrom('', ' ', '-', '.', '\u00a0', ' - ', '\n'), fc.boolean())
const surroundings = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcXYZ0123456789,;!?äß漢👍€ \n'), maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)

describe('maskIbans', () => {
  it.each(PUBLISHED)('this guarantees that %s is masked however it is written', (iban) => {
    for (const separator of ['', ' ', '-', '.', '\u00a0', '\u2011', '  ', ' - ', '\u200b']) {
      const text = inFours(iban, separator)
      expect(maskIbans(text)).toBe(`•••• ${iban.slice(-4)}`)
      expect(maskIbans(`pay to ${text.toLowerCase()}, please`)).toBe(`pay to •••• ${iban.slice(-4)}, please`)
    }
  })

  it.each(COUNTRIES)('this guarantees that any IBAN of %s is masked in any surroundings', (country) => {
    fc.assert(
      fc.property(
        surroundings,
        ibanOf(country),
        written,
        surroundings,
        (before, iban, [sep, isLower], after) => {
          const grouped = inFours(iban, sep)
          const text = isLower ? grouped.toLowerCase() : grouped
          fc.pre(!/:\/\/|@|\.\w{2,}\//.test(before))
          expect(maskIbans(`${before} ${text} ${after}`)).toContain(` •••• ${iban.slice(-4)} `)
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each(COUNTRIES)('this guarantees that what only looks like an IBAN of %s stays as it is', (country) => {
    fc.assert(
      fc.property(notIbanOf(country), written, (number, [separator]) => {
        // After a separator another IBAN may begin, once in a while even a valid one.
        fc.pre(separator === '' || !/[A-Z]{2}\d/.test(number.slice(4)))
        const text = `number ${inFours(number, separator)} of mine`
        expect(maskIbans(text)).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['a label glued to it', `IBAN${GERMAN}`, 'IBAN•••• 3000'],
    ['a label and a colon', `iban:${GERMAN}.`, 'iban:•••• 3000.'],
    ['brackets', `(${GERMAN})`, '(•••• 3000)'],
    ['other groups', 'DE89 37040044 0532013000', '•••• 3000'],
    ['digits behind it', 'DE89 3704 0044 0532 0130 00 12', '•••• 3000 12'],
    ['words behind it', 'GB29 NWBK 6016 1331 9268 19 is mine', '•••• 6819 is mine'],
    ['another one behind it', `${GERMAN} ${GERMAN}`, '•••• 3000 •••• 3000'],
    ['Arabic-Indic digits', 'SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩', '•••• 7519'],
    ['a sentence that ends before it', `Here it is.${GERMAN}`, 'Here it is.•••• 3000'],
    [
      'a UUID beside it',
      `${GERMAN} 550e8400-e29b-4114-8716-446655440000`,
      '•••• 3000 550e8400-e29b-4114-8716-446655440000',
    ],
    ['JSON around it', `{"iban":"${GERMAN}"}`, '{"iban":"•••• 3000"}'],
  ])('this guarantees that an IBAN with %s is masked and the rest stays', (_, text, masked) => {
    expect(maskIbans(text)).toBe(masked)
  })

  it.each([
    ['a link', `https://shop.example.com/${GERMAN}?a=${GERMAN}`],
    ['a link without scheme', `www.example.com/${GERMAN}`],
    ['a mail address', `${GERMAN}@example.com`],
    ['an address that ends with it', `me@${GERMAN}`],
    ['a longer word', `X${GERMAN}`],
    ['a longer number', `${GERMAN}1`],
    ['a name with underscores', `order_${GERMAN}`],
    ['a UUID', 'de893704-0044-0532-0130-00aaaaaaaaaa'],
    ['a message id', 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA='],
    ['a country that has none', 'US89370400440532013000'],
    ['a shorter one', 'DE8937040044053201300'],
    ['a sentence', 'ps 12 days later we found it was gone, no 12 people came'],
    ['a masked one', '•••• 3000'],
    ['nothing', ''],
  ])('this guarantees that %s stays readable', (_, text) => {
    expect(maskIbans(text)).toBe(text)
  })
})
