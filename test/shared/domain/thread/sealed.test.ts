import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DATA_KEY_BYTES,
  NONCE_BYTES,
  openBytes,
  openText,
  sealBytes,
  type SealedPlace,
  sealText,
} from '../../../../shared/domain/thread/sealed.ts'

const key = randomBytes(DATA_KEY_BYTES)
const place = { conversationId: 'cnv_a', seq: 3 }
const seal = (text: string): Uint8Array<ArrayBuffer> =>
  sealText(text, { key, nonce: randomBytes(NONCE_BYTES), place })

describe('a sealed text: this guarantees that', () => {
  it('it opens to the same words, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4000 }), (text) => {
        expect(openText(seal(text), { key, place })).toBe(text)
      }),
    )
  })

  it('nothing of the words is in it, and the same words are never sealed alike', () => {
    const sealed = seal('my card is 4242 4242 4242 4242')
    expect(Buffer.from(sealed).includes('4242')).toBe(false)
    expect(seal('twice')).not.toEqual(seal('twice'))
  })

  it.each([
    ['another line', { key, place: { ...place, seq: 4 } }],
    ['another conversation', { key, place: { ...place, conversationId: 'cnv_b' } }],
    ['another key', { key: randomBytes(DATA_KEY_BYTES), place }],
  ])('for %s it does not open', (_name, wrong) => {
    expect(() => openText(seal('words'), wrong)).toThrow(expect.objectContaining({ code: 'seal_broken' }))
  })

  it('changed, cut or lengthened anywhere it does not open', () => {
    const sealed = seal('words')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(sealed)
        changed[at] = (changed[at] ?? 0) ^ flip
        expect(() => openText(changed, { key, place })).toThrow('sealed')
        expect(() => openText(sealed.slice(0, at), { key, place })).toThrow('sealed')
      }),
    )
    expect(() => openText(Uint8Array.of(...sealed, 0), { key, place })).toThrow('sealed')
  })
})

describe('a sealed file: this guarantees that', () => {
  const file = { conversationId: 'cnv_a', attachmentId: 'att_a_3', part: 'bytes' } as const

  it('it opens to the same bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const sealed = sealBytes(bytes, { key, nonce: randomBytes(NONCE_BYTES), place: file })
        expect(openBytes(sealed, { key, place: file }).equals(bytes)).toBe(true)
      }),
    )
  })

  it.each<[string, SealedPlace]>([
    ['another file', { ...file, attachmentId: 'att_a_4' }],
    ['another conversation', { ...file, conversationId: 'cnv_b' }],
    ['its own name', { ...file, part: 'details' }],
    ['its line', { conversationId: 'cnv_a', seq: 3 }],
  ])('in the place of %s it does not open', (_name, wrong) => {
    const sealed = sealBytes(Buffer.from('bytes'), { key, nonce: randomBytes(NONCE_BYTES), place: file })
    expect(() => openBytes(sealed, { key, place: wrong })).toThrow('sealed')
  })
})
