import { describe, expect, it } from 'vitest'
import { type CursorScope, decodeCursor, encodeCursor } from '../../../shared/http/cursor.ts'

const SCOPE: CursorScope = { list: 'things', filter: { status: 'open', tag: undefined }, direction: 'desc' }
const LAST = { 'open.0': '2026-03-01T12:00:00.000Z#cnv_a', 'open.1': '2026-03-01T11:00:00.000Z#cnv_b' }
const encodeJson = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a cursor', () => {
  it('this guarantees that a cursor continues where it was made', () => {
    expect(decodeCursor(SCOPE, encodeCursor(SCOPE, LAST))).toEqual({ kind: 'decoded', last: LAST })
  })

  it('this guarantees that a list without cursor starts at the beginning', () => {
    expect(decodeCursor(SCOPE, undefined)).toEqual({ kind: 'decoded', last: {} })
  })

  it('this guarantees that the order in which filters are named does not matter', () => {
    const left = { ...SCOPE, filter: { status: 'open', channel: 'sms' } }
    const right = { ...SCOPE, filter: { channel: 'sms', tag: undefined, status: 'open' } }
    expect(decodeCursor(right, encodeCursor(left, LAST)).kind).toBe('decoded')
  })

  it.each<[string, CursorScope]>([
    ['another filter', { ...SCOPE, filter: { status: 'closed' } }],
    ['one filter more', { ...SCOPE, filter: { status: 'open', tag: 'vip' } }],
    ['no filter', { ...SCOPE, filter: {} }],
    ['the other direction', { ...SCOPE, direction: 'asc' }],
    ['another list', { ...SCOPE, list: 'others' }],
  ])('%s: this guarantees that a cursor never continues what it was not made for', (_name, other) => {
    expect(decodeCursor(other, encodeCursor(SCOPE, LAST))).toMatchObject({ code: 'cursor_invalid' })
  })

  const valid = JSON.parse(Buffer.from(encodeCursor(SCOPE, LAST), 'base64url').toString())
  it.each<[string, string]>([
    ['words', 'next-please'],
    ['not base64', '%%%'],
    ['JSON of no object', encodeJson([1])],
    ['null', encodeJson(null)],
    ['another version', encodeJson({ ...valid, version: 2 })],
    ['more than it should hold', encodeJson({ ...valid, extra: 1 })],
    ['keys of the wrong type', encodeJson({ ...valid, last: { 'open.0': 1 } })],
    ['an endless key', encodeJson({ ...valid, last: { 'open.0': 'x'.repeat(6001) } })],
    ['cut off', encodeCursor(SCOPE, LAST).slice(0, -8)],
  ])('%s: this guarantees that a made-up cursor is refused', (_name, text) => {
    expect(decodeCursor(SCOPE, text)).toMatchObject({ kind: 'refused', code: 'cursor_invalid' })
  })
})
