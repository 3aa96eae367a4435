import { describe, expect, it } from 'vitest'
import { decodeExactJson } from '../../../../shared/channels/kit/decode-exact-json.ts'

describe('decodeExactJson', () => {
  it.each([
    ['{"id":24123456789012345678}', { id: '24123456789012345678' }],
    ['{"ids": [ 9007199254740993, -9007199254740993 ]}', { ids: ['9007199254740993', '-9007199254740993'] }],
    ['[\n9007199254740993\n]', ['9007199254740993']],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"text":"x:9007199254740993","n":1}', { text: 'x:9007199254740993', n: 1 }],
    ['{"n":1e30,"f":1.5,"big":1234567890123456.5}', { n: 1e30, f: 1.5, big: 1234567890123456.5 }],
  ])('this guarantees that no digit of %s is lost and nothing else changes', (text, value) => {
    expect(decodeExactJson(Buffer.from(text))).toEqual({ kind: 'json', value })
  })

  it.each([
    ['{"id":24123456789012345678', 'invalid_json'],
    [Buffer.from([0x22, 0xff, 0x22]), 'invalid_utf8'],
    ['['.repeat(65) + ']'.repeat(65), 'nested_too_deep'],
  ])('this guarantees that what is no usable JSON has a reason (%#)', (body, reason) => {
    expect(decodeExactJson(Buffer.from(body))).toEqual({ kind: 'undecodable', reason })
  })
})
