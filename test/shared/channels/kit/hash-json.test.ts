import { describe, expect, it } from 'vitest'
import { hashJson } from '../../../../shared/channels/kit/hash-json.ts'

describe('hash of content without an id', () => {
  it('this guarantees that the order of keys does not make two events of one', () => {
    expect(hashJson({ a: [{ b: 1, c: 'x' }], d: null })).toBe(hashJson({ d: null, a: [{ c: 'x', b: 1 }] }))
  })

  it.each<[string, unknown, unknown]>([
    ['the order of a list', [1, 2], [2, 1]],
    ['a value', { a: 1 }, { a: '1' }],
    ['the place of a value', { a: { b: 1 } }, { b: { a: 1 } }],
    ['a key of any name', JSON.parse('{"__proto__":1}'), {}],
  ])('this guarantees that %s makes another event', (_, one, other) => {
    expect(hashJson(one)).not.toBe(hashJson(other))
  })
})
