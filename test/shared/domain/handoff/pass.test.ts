import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCodes, toCode, toLinkToken, toPassDigest } from '../../../../shared/domain/handoff/pass.ts'

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Of eight usable bytes in 32 at random, fewer never come: 240 of 256 count. */
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((drawn) => {
  return drawn.filter((byte) => byte < 240).length >= 8
})
const codes = bytes.map(toCode)

describe('a code', () => {
  it('this guarantees that it is two groups of four, without letters that look alike', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
        expect([...code.replace('-', '')].every((letter) => ALPHABET.includes(letter))).toBe(true)
        expect(code).not.toMatch(/[ILOU01]/)
      }),
    )
  })

  it('this guarantees that every letter is as likely as any other', () => {
    const drawn = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte < 240)
    const letters = drawn.map((byte) => toCode(new Uint8Array(8).fill(byte)).charAt(0))
    const counts = [...ALPHABET].map((letter) => letters.filter((each) => each === letter).length)
    expect(counts).toEqual(Array(30).fill(8))
  })

  it('this guarantees that bytes beyond the last whole multiple are passed over, and too few refused', () => {
    const tail = Uint8Array.from([255, 240, 0, 1, 2, 3, 250, 4, 5, 6, 7])
    expect(toCode(tail)).toBe('2345-6789')
    expect(() => toCode(new Uint8Array(8).fill(255))).toThrow(RangeError)
    expect(() => toCode(new Uint8Array(7))).toThrow(RangeError)
  })
})

describe('a code in what somebody wrote', () => {
  it.each([
    ['alone', 'K7QM-2X4P', 'K7QM-2X4P'],
    ['in lower case', 'k7qm-2x4p', 'K7QM-2X4P'],
    ['with a space', 'K7QM 2X4P', 'K7QM-2X4P'],
    ['without anything between', 'K7QM2X4P', 'K7QM-2X4P'],
    ['with the dash that phones make of one', 'K7QM–2X4P', 'K7QM-2X4P'],
    ['with spaces around the dash', 'K7QM - 2X4P', 'K7QM-2X4P'],
    ['on a line of its own', 'Hi!\nK7QM-2X4P\nthanks', 'K7QM-2X4P'],
    ['in the words of the link', 'Hello, my code is K7QM-2X4P', 'K7QM-2X4P'],
    ['in German words', 'Guten Tag, mein Code ist K7QM-2X4P.', 'K7QM-2X4P'],
    ['after a word that could be half of one', 'Hey, here K7QM-2X4P', 'K7QM-2X4P'],
    ['after two words that could be one', 'Dear team, K7QM-2X4P', 'K7QM-2X4P'],
    ['before words that could be one', 'K7QM-2X4P best team', 'K7QM-2X4P'],
    ['in brackets', '(K7QM-2X4P)', 'K7QM-2X4P'],
    ['quoted', '„K7QM-2X4P“', 'K7QM-2X4P'],
  ])('%s: this guarantees that it is found first', (_, text, code) => {
    expect(findCodes(text)[0]).toBe(code)
  })

  it.each([
    ['no words', ''],
    ['nothing that was written', null],
    ['a longer word', 'K7QM-2X4PP and XK7QM-2X4P'],
    ['a long number', '49151234567890'],
    ['letters that codes never have', 'K0QM-2X4P and KIQM-2X4P and KUQM-2X4P'],
    ['another script beside it', 'яK7QM-2X4Pя'],
    ['half of one', 'K7QM-'],
  ])('%s: this guarantees that none is found', (_, text) => {
    expect(findCodes(text)).toEqual([])
  })

  it('this guarantees that a code is among what is found in any words around it', () => {
    const words = fc.array(fc.stringMatching(/^[A-Za-z0-9äßя.,!?]{1,8}$/), { maxLength: 8 })
    fc.assert(
      fc.property(words, codes, words, fc.boolean(), (before, code, after, isLower) => {
        const text = [...before, isLower ? code.toLowerCase() : code, ...after].join(' ')
        expect(findCodes(text)).toContain(code)
      }),
    )
  })

  it('this guarantees that however long a text is, few codes are tried', () => {
    expect(findCodes('dear team '.repeat(500)).length).toBeLessThanOrEqual(3)
    expect(findCodes('AB2D-EF4H '.repeat(500))[0]).toBe('AB2D-EF4H')
  })

  it('this guarantees that any text gives codes as they are made, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const code of findCodes(text))
          expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
      }),
    )
  })
})

describe('what is kept of a secret', () => {
  it('this guarantees that it is no secret, the same every time, and another one for another use', () => {
    const code = toCode(randomBytes(32))
    expect(toPassDigest('code', code)).toBe(toPassDigest('code', code))
    expect(toPassDigest('code', code)).not.toBe(toPassDigest('link', code))
    expect(toPassDigest('code', code)).not.toContain(code)
  })

  it('this guarantees that a link holds 256 bits of chance, as an address may hold them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 64 }), (random) => {
        const token = toLinkToken(random)
        expect(token).toMatch(/^[\w-]{43}$/)
        expect([...Buffer.from(token, 'base64url')]).toEqual([...random.subarray(0, 32)])
      }),
    )
    expect(() => toLinkToken(new Uint8Array(31))).toThrow(RangeError)
  })
})
