import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeForm, decodeJson } from '../../../../shared/channels/kit/decode-body.ts'

describe('decodeJson', () => {
  it('this guarantees that any JSON comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value)
        const decoded: unknown = JSON.parse(text)
        expect(decodeJson(Buffer.from(text))).toEqual({ kind: 'json', value: decoded })
      }),
    )
  })

  it('this guarantees that any bytes give JSON or a reason, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(decodeJson(bytes).kind).toMatch(/^(json|undecodable)$/)
      }),
    )
  })

  it.each([
    ['a lone surrogate', '"\\ud83d"', '\ud83d'],
    ['U+FFFF', '"\\uffff\uffff"', '\uffff\uffff'],
    ['a byte order mark', '\ufeff1', 1],
    ['escaped unicode', '"\\u00e4\\/"', 'ä/'],
  ])('this guarantees that %s survives', (_, text, value) => {
    expect(decodeJson(Buffer.from(text))).toEqual({ kind: 'json', value })
  })

  it.each([
    ['half a character', Buffer.from([0x22, 0xc3, 0x22]), 'invalid_utf8'],
    ['Latin-1', Buffer.from('"ä"', 'latin1'), 'invalid_utf8'],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'invalid_utf8'],
    ['nothing', Buffer.alloc(0), 'invalid_json'],
    ['half a body', Buffer.from('{"a":'), 'invalid_json'],
    ['two bodies', Buffer.from('{}{}'), 'invalid_json'],
    ['65 arrays', Buffer.from('['.repeat(65) + ']'.repeat(65)), 'nested_too_deep'],
    ['65 objects', Buffer.from('{"a":'.repeat(65) + '1' + '}'.repeat(65)), 'nested_too_deep'],
    ['a million arrays', Buffer.from('['.repeat(1_000_000) + ']'.repeat(1_000_000)), 'nested_too_deep'],
    [
      'a deep branch behind shallow ones',
      Buffer.from('[1,{},' + '['.repeat(64) + ']'.repeat(64) + ']'),
      'nested_too_deep',
    ],
  ])('this guarantees that %s is refused with a reason', (_, bytes, reason) => {
    expect(decodeJson(bytes)).toEqual({ kind: 'undecodable', reason })
  })

  it('this guarantees that 64 levels are read', () => {
    expect(decodeJson(Buffer.from('['.repeat(64) + ']'.repeat(64))).kind).toBe('json')
  })
})

describe('decodeForm', () => {
  it.each<[string, [string, string[]][]]>([
    ['', []],
    [
      'a=1&b=2&a=3&a=1',
      [
        ['a', ['1', '3', '1']],
        ['b', ['2']],
      ],
    ],
    [
      'a=&b',
      [
        ['a', ['']],
        ['b', ['']],
      ],
    ],
    ['a=x+y%20z%2B', [['a', ['x y z+']]]],
    [
      '__proto__=1&constructor=2',
      [
        ['__proto__', ['1']],
        ['constructor', ['2']],
      ],
    ],
    ['a=%E4%ZZ', [['a', ['\ufffd%ZZ']]]],
  ])('this guarantees that %j keeps every value, in order', (text, fields) => {
    expect([...decodeForm(text)]).toEqual(fields)
  })

  it('this guarantees that any text is decoded as URLSearchParams decodes it', () => {
    const piece = fc.constantFrom(
      'a',
      '=',
      '&',
      '+',
      '%',
      '%20',
      '%C3%A4',
      '%FF',
      '%zz',
      'ä',
      '🙂',
      '?',
      '#',
      '__proto__',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        // A leading question mark belongs to a query string, not to a form.
        const text = `x${pieces.join('')}`
        const flat = [...decodeForm(text)].flatMap(([name, values]) => values.map((value) => [name, value]))
        const sorted = (pairs: string[][]): string[] => pairs.map((pair) => JSON.stringify(pair)).toSorted()
        expect(sorted(flat)).toEqual(sorted([...new URLSearchParams(text)]))
      }),
      { numRuns: 2_000 },
    )
  })
})
