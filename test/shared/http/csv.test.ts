import { expect, it } from 'vitest'
import { toCsv } from '../../../shared/http/csv.ts'

it('this guarantees a header, CRLF after every line, and nothing where there is nothing', () => {
  expect(
    toCsv(
      ['key', 'met'],
      [
        ['sms', 3],
        [null, null],
      ],
    ),
  ).toBe('key,met\r\nsms,3\r\n,\r\n')
  expect(toCsv(['key'], [])).toBe('key\r\n')
})

it.each([
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['a=b', 'a=b'],
])('%j: this guarantees that a cell is one cell, and no formula', (text, expected) => {
  expect(toCsv(['key'], [[text]])).toBe(`key\r\n${expected}\r\n`)
})

it('this guarantees that a number is a number, also below zero', () => {
  expect(toCsv(['n'], [[-2]])).toBe('n\r\n-2\r\n')
})
