import { describe, expect, it } from 'vitest'
import { toReadUnits, toWriteUnits } from './documented-units.ts'
import type { Item } from './item-size.ts'
import { toItemSize } from './item-size.ts'

/** `pk` and `sk` with their values take 14 bytes, the name `text` four more. */
function ofSize(bytes: number, more: Item = {}): Item {
  return { pk: { S: 'CONV#1' }, sk: { S: 'CONV' }, text: { S: 'x'.repeat(bytes - 18) }, ...more }
}
const queued = (key: string): Item => ({ queuePk: { S: 'open#0' }, queueSk: { S: key } })
const due = (at: string): Item => ({ duePk: { S: 'clock#0' }, dueSk: { S: `${at}#1` } })
const KEY: Item = { pk: { S: 'CONV#1' }, sk: { S: 'CONV' } }
const unitsOf = (before: Item | null, after: Item | null, isTransaction: boolean): number[] =>
  toWriteUnits({ key: KEY, before, after }, isTransaction).map(({ units }) => units)

describe('this guarantees that a price is computed by the rules that AWS documents:', () => {
  it('an item is as large as its names and values, with three bytes a list or map and one an element', () => {
    expect(toItemSize(ofSize(1024))).toBe(1024)
    const nested: Item = { a: { L: [{ BOOL: true }, { NULL: true }] }, b: { M: { c: { N: '-12345' } } } }
    expect(toItemSize(nested)).toBe(1 + 3 + 2 * 2 + (1 + 3 + 1 + 1 + 4))
  })

  it.each([
    ['a KB costs one', null, ofSize(1024), false, [1]],
    ['a byte more costs two', null, ofSize(1025), false, [2]],
    ['twice in a transaction', null, ofSize(1025), true, [4]],
    ['the larger of old and new counts', ofSize(2048), ofSize(100), false, [2]],
    ['an index costs once, also in a transaction', null, ofSize(900, queued('a')), true, [2, 1]],
    ['one write where its key stays', ofSize(900, queued('a')), ofSize(901, queued('a')), true, [2, 1]],
    ['two where it moves', ofSize(900, queued('a')), ofSize(900, queued('b')), true, [2, 2]],
    ['one where an item leaves it', ofSize(900, queued('a')), ofSize(900), true, [2, 1]],
    ['keys alone cost nothing where they stay', ofSize(900, due('a')), ofSize(901, due('a')), true, [2, 0]],
    ['a delete costs what it deletes', ofSize(1025), null, false, [2]],
    ['twice in a transaction too', ofSize(1025), null, true, [4]],
    ['a delete that finds nothing costs one', null, null, false, [1]],
    ['a delete takes the row of an index', ofSize(1025, queued('a')), null, true, [4, 2]],
    ['and that of keys alone', ofSize(200, due('a')), null, true, [2, 1]],
  ])('writes: %s', (_, before, after, isTransaction, units) => {
    expect(unitsOf(before, after, isTransaction)).toEqual(units)
  })

  it.each([
    ['4 KB eventually cost half', [ofSize(4096)], false, false, 0.5],
    ['a byte more consistently costs two', [ofSize(4097)], true, false, 2],
    ['a missing item costs like a small one', [null], true, false, 1],
    ['items of a batch are rounded each', [ofSize(100), ofSize(100)], true, false, 2],
    ['items of a query together', [ofSize(100), ofSize(100)], true, true, 1],
  ])('reads: %s', (_, items, isConsistent, isQuery, units) => {
    expect(toReadUnits(items, isConsistent, isQuery)).toBe(units)
  })
})
