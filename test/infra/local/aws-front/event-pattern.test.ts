import { describe, expect, it } from 'vitest'
import {
  compileEventPattern,
  type EventPattern,
} from '../../../../infra/local/aws-front/bus/event-pattern.ts'

type Case = { name: string; pattern: EventPattern; matches: unknown[]; misses: unknown[] }

const CASES: Case[] = [
  {
    name: 'several fields, all of which must match',
    pattern: { source: ['aws.ec2'], detail: { state: ['terminated'] } },
    matches: [{ source: 'aws.ec2', 'detail-type': 'x', detail: { state: 'terminated' } }],
    misses: [
      { source: 'aws.ec2', detail: { state: 'running' } },
      { source: 'aws.s3', detail: { state: 'terminated' } },
      { source: 'aws.ec2' },
      {},
      'text',
      null,
    ],
  },
  {
    name: 'several values, one of which must match',
    pattern: { PaymentType: ['Credit', 'Debit'] },
    matches: [{ PaymentType: 'Credit' }, { PaymentType: 'Debit' }],
    misses: [{ PaymentType: 'credit' }, { PaymentType: 'Cash' }],
  },
  {
    name: 'a list in the event, one value of which must match',
    pattern: { resources: ['arn:a', 'arn:b'] },
    matches: [{ resources: ['arn:b', 'arn:c'] }],
    misses: [{ resources: ['arn:c'] }, { resources: [] }],
  },
  {
    name: 'fields of one object of a list in the event',
    pattern: { detail: { items: { kind: ['a'], size: [1] } } },
    matches: [{ detail: { items: [{ kind: 'b' }, { kind: 'a', size: 1 }] } }],
    misses: [
      {
        detail: {
          items: [
            { kind: 'a', size: 2 },
            { kind: 'b', size: 1 },
          ],
        },
      },
    ],
  },
  {
    name: 'numbers, booleans, null and the empty string, each of its own type',
    pattern: { a: [300], b: [true], c: [null], d: [''] },
    matches: [{ a: 300, b: true, c: null, d: '' }],
    misses: [
      { a: '300', b: true, c: null, d: '' },
      { a: 300, b: 'true', c: null, d: '' },
      { a: 300, b: true, d: '' },
      { a: 300, b: true, c: null, d: null },
    ],
  },
  {
    name: 'prefix',
    pattern: { time: [{ prefix: '2017-10-02' }] },
    matches: [{ time: '2017-10-02T18:43:48Z' }],
    misses: [{ time: '2017-10-03' }, { time: 20171002 }, {}],
  },
  {
    name: 'prefix that ignores case',
    pattern: { service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
    matches: [{ service: 'EVENTBRIDGE' }, { service: 'eventbridge' }],
    misses: [{ service: 'bridge' }],
  },
  {
    name: 'suffix',
    pattern: { FileName: [{ suffix: '.png' }] },
    matches: [{ FileName: 'a.png' }],
    misses: [{ FileName: 'a.PNG' }, { FileName: 'png' }],
  },
  {
    name: 'suffix that ignores case',
    pattern: { FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] },
    matches: [{ FileName: 'a.PNG' }],
    misses: [{ FileName: 'a.gif' }],
  },
  {
    name: 'equals-ignore-case',
    pattern: { 'detail-type': [{ 'equals-ignore-case': 'ec2 instance State-change' }] },
    matches: [{ 'detail-type': 'EC2 Instance State-Change' }],
    misses: [{ 'detail-type': 'EC2 Instance' }],
  },
  {
    name: 'anything-but one value',
    pattern: { state: [{ 'anything-but': 'initializing' }] },
    matches: [{ state: 'running' }, { state: 5 }],
    misses: [{ state: 'initializing' }, {}],
  },
  {
    name: 'anything-but a list of strings',
    pattern: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] },
    matches: [{ state: 'running' }],
    misses: [{ state: 'stopped' }, { state: 'overloaded' }],
  },
  {
    name: 'anything-but a list of numbers',
    pattern: { limit: [{ 'anything-but': [100, 200] }] },
    matches: [{ limit: 300 }, { limit: '100' }],
    misses: [{ limit: 100 }],
  },
  {
    name: 'anything-but a prefix',
    pattern: { state: [{ 'anything-but': { prefix: 'init' } }] },
    matches: [{ state: 'running' }],
    misses: [{ state: 'initializing' }],
  },
  {
    name: 'anything-but a list of suffixes',
    pattern: { FileName: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] },
    matches: [{ FileName: 'a.png' }],
    misses: [{ FileName: 'a.txt' }, { FileName: 'a.rtf' }],
  },
  {
    name: 'anything-but that ignores case',
    pattern: { state: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] },
    matches: [{ state: 'running' }],
    misses: [{ state: 'INITIALIZING' }, { state: 'Stopped' }],
  },
  {
    name: 'anything-but a wildcard',
    pattern: { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    matches: [{ FilePath: 'a/bin/b' }],
    misses: [{ FilePath: 'a/lib/b' }],
  },
  {
    name: 'numeric with one comparison',
    pattern: { 'x-limit': [{ numeric: ['=', 3.018e2] }] },
    matches: [{ 'x-limit': 301.8 }],
    misses: [{ 'x-limit': 301 }, { 'x-limit': '301.8' }],
  },
  {
    name: 'numeric with two comparisons',
    pattern: { price: [{ numeric: ['>', 10, '<=', 20] }] },
    matches: [{ price: 10.5 }, { price: 20 }],
    misses: [{ price: 10 }, { price: 21 }, {}],
  },
  {
    name: 'exists: true, on leaves only',
    pattern: { detail: { state: [{ exists: true }] } },
    matches: [{ detail: { state: 'x' } }, { detail: { state: null } }],
    misses: [{ detail: { other: 1 } }, { detail: { state: { deep: 1 } } }],
  },
  {
    name: 'exists: false',
    pattern: { detail: { state: [{ exists: false }] } },
    matches: [{ detail: { other: 1 } }, {}, { detail: { state: { deep: 1 } } }],
    misses: [{ detail: { state: 'x' } }],
  },
  {
    name: 'a value or its absence',
    pattern: { state: ['open', { exists: false }] },
    matches: [{ state: 'open' }, {}],
    misses: [{ state: 'closed' }],
  },
  {
    name: 'wildcard',
    pattern: { path: [{ wildcard: 'dir/*.png' }] },
    matches: [{ path: 'dir/a.png' }, { path: 'dir/.png' }, { path: 'dir/a/b\n.png' }],
    misses: [{ path: 'dir/a.gif' }, { path: 'dir/aXpng' }, { path: 'a dir/a.png' }],
  },
  {
    name: 'wildcard with escaped characters',
    pattern: { path: [{ wildcard: 'a\\*b\\\\*' }] },
    matches: [{ path: 'a*b\\anything' }],
    misses: [{ path: 'aXb\\anything' }, { path: 'a*b' }],
  },
  {
    name: 'cidr of IPv4',
    pattern: { 'source-ip': [{ cidr: '10.0.0.0/24' }] },
    matches: [{ 'source-ip': '10.0.0.255' }],
    misses: [{ 'source-ip': '10.0.1.0' }, { 'source-ip': 'not an address' }, { 'source-ip': '::1' }],
  },
  {
    name: 'cidr of IPv6',
    pattern: { 'source-ip': [{ cidr: '2001:db8::/32' }] },
    matches: [{ 'source-ip': '2001:db8:1::1' }],
    misses: [{ 'source-ip': '2001:db9::1' }, { 'source-ip': '10.0.0.1' }],
  },
  {
    name: '$or beside another field',
    pattern: { source: ['s'], $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] },
    matches: [
      { source: 's', Location: 'New York' },
      { source: 's', Day: 'Monday' },
    ],
    misses: [{ source: 's' }, { source: 't', Day: 'Monday' }],
  },
  {
    name: '$or inside an object',
    pattern: { detail: { $or: [{ 'c-count': [{ numeric: ['>', 0] }] }, { 'x-limit': [5] }] } },
    matches: [{ detail: { 'c-count': 1 } }, { detail: { 'x-limit': 5, 'c-count': 0 } }],
    misses: [{ detail: { 'c-count': 0 } }, { detail: {} }],
  },
  {
    name: 'field names of Object itself',
    pattern: { toString: [{ exists: false }] },
    matches: [{}],
    misses: [{ toString: 'x' }],
  },
]

const REFUSED: { name: string; pattern: EventPattern; says: RegExp }[] = [
  { name: 'an unknown operator', pattern: { a: [{ like: 'x' }] }, says: /rule\.a, operator "like"/ },
  { name: 'an operator of Object itself', pattern: { a: [{ constructor: 'x' }] }, says: /"constructor"/ },
  {
    name: 'an unknown operator in anything-but',
    pattern: { a: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] },
    says: /"anything-but": "cidr"/,
  },
  { name: 'an unknown comparison', pattern: { a: [{ numeric: ['~', 1] }] }, says: /"~"/ },
  { name: 'a bound out of range', pattern: { a: [{ numeric: ['>', 6e9] }] }, says: /5\.0e9/ },
  { name: 'a value that is no list', pattern: { source: 'inlet' }, says: /rule\.source: a field must be/ },
  { name: 'an empty list', pattern: { detail: { a: [] } }, says: /rule\.detail\.a: an empty list/ },
  { name: 'an empty pattern', pattern: {}, says: /rule: an empty object/ },
  { name: 'a list within a list', pattern: { a: [['x']] }, says: /not lists/ },
  {
    name: 'two operators in one object',
    pattern: { a: [{ prefix: 'a', suffix: 'b' }] },
    says: /one operator/,
  },
  { name: 'mixed kinds in anything-but', pattern: { a: [{ 'anything-but': ['a', 1] }] }, says: /not both/ },
  { name: 'consecutive wildcards', pattern: { a: [{ wildcard: 'a**' }] }, says: /consecutive/ },
  { name: 'a network without bits', pattern: { a: [{ cidr: '10.0.0.1' }] }, says: /10\.0\.0\.0\/24/ },
  { name: '$or with one alternative', pattern: { $or: [{ a: ['x'] }] }, says: /at least two/ },
  { name: 'exists with text', pattern: { a: [{ exists: 'yes' }] }, says: /true or false/ },
]

describe('compileEventPattern: this guarantees that', () => {
  it.each(CASES)('rules select as EventBridge documents: $name', ({ pattern, matches, misses }) => {
    const test = compileEventPattern(pattern, 'rule')
    for (const event of matches) expect(test(event), JSON.stringify(event)).toBe(true)
    for (const event of misses) expect(test(event), JSON.stringify(event)).toBe(false)
  })

  it.each(REFUSED)('a pattern that cannot be honoured stops the start: $name', ({ pattern, says }) => {
    expect(() => compileEventPattern(pattern, 'rule')).toThrow(says)
  })
})
