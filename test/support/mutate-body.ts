import type { Random } from './random.ts'

/** A change of a place in a body, and how often it is drawn. */
const CHANGES = ['drop', 'swap', 'swap', 'replace', 'replace', 'grow', 'repeat'] as const
const ODD_VALUES = [
  null,
  true,
  0,
  -1,
  1e21,
  9007199254740993,
  '',
  ' ',
  '\u0000',
  '\uffff',
  '\ud83d',
  'null',
  '[]',
  '0',
  '4242 4242 4242 4242',
  '2026-13-45T99:99:99Z',
  'https://example.com/' + 'a'.repeat(3_000),
  {},
  [],
  [[[[]]]],
  { id: null },
  { toString: 1, __proto__: 2, constructor: 3 },
] as const
const GROWTHS = [2, 30, 1_000, 30_000, 450_000] as const
const COPIES_MAX = 40

/**
 * A body with up to four places changed: keys dropped, types swapped, values replaced, strings and lists grown; a few are cut
 * off or have a bit flipped instead.
 */
export function mutateBody(random: Random, body: Uint8Array): Uint8Array {
  const kind = random.next()
  if (kind < 0.06) return body.slice(0, random.integer(0, body.byteLength))
  if (kind < 0.12) return flipBits(random, body)
  const text = Buffer.from(body).toString('utf8')
  if (!text.startsWith('{')) return mutateForm(random, text)
  let value: unknown = JSON.parse(text)
  for (let times = random.integer(1, 4); times > 0; times--) value = changeSomewhere(random, value)
  // A bare word or number is no body: X signs such for everybody who asks.
  return Buffer.from(JSON.stringify(typeof value === 'object' ? value : [value]))
}

function flipBits(random: Random, body: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(body)
  for (let times = random.integer(1, 3); times > 0 && changed.byteLength > 0; times--) {
    const place = random.integer(0, changed.byteLength - 1)
    changed[place] = (changed[place] ?? 0) ^ (1 << random.integer(0, 7))
  }
  return changed
}

/** Fields as an object: a name that comes again has a list. */
function mutateForm(random: Random, text: string): Uint8Array {
  let fields: unknown = Object.fromEntries(new URLSearchParams(text))
  for (let times = random.integer(1, 4); times > 0; times--) fields = changeSomewhere(random, fields)
  if (typeof fields !== 'object' || fields === null) return Buffer.from(toText(fields))
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name.toWellFormed(), toText(one).toWellFormed()]),
  )
  return Buffer.from(new URLSearchParams(pairs).toString())
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function changeSomewhere(random: Random, root: unknown): unknown {
  const places = countPlaces(root)
  let left = random.integer(0, places - 1)
  const visit = (value: unknown): unknown => {
    if (left-- === 0) return change(random, value)
    if (Array.isArray(value)) return value.map(visit).filter((child) => child !== undefined)
    if (typeof value !== 'object' || value === null) return value
    const children = Object.entries(value).map(([key, child]) => [key, visit(child)] as const)
    return Object.fromEntries(children.filter(([, child]) => child !== undefined))
  }
  return visit(root) ?? null
}

function countPlaces(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, child) => sum + countPlaces(child), 1)
}

/** `undefined` drops the place. */
function change(random: Random, value: unknown): unknown {
  switch (random.pick(CHANGES)) {
    case 'drop':
      return undefined
    case 'swap':
      return swapType(random, value)
    case 'replace':
      return random.pick(ODD_VALUES)
    case 'grow':
      return typeof value === 'string' ? grow(value, random.pick(GROWTHS)) : [value, value]
    case 'repeat':
      return Array.isArray(value) ? repeat(value, random.integer(2, COPIES_MAX)) : [value]
  }
}

function swapType(random: Random, value: unknown): unknown {
  if (typeof value === 'string') return random.pick([Number(value), [value], { value }, value.length > 0])
  if (typeof value === 'number') return random.pick([String(value), [value], value / 1000, -value])
  if (Array.isArray(value)) return random.pick([value[0], { ...value }, JSON.stringify(value)])
  if (typeof value === 'object' && value !== null) return random.pick([[value], JSON.stringify(value), null])
  return random.pick(['', 1, []])
}

function grow(text: string, length: number): string {
  return (text === '' ? 'x' : text).repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length)
}

function repeat(list: readonly unknown[], times: number): unknown[] {
  return Array.from({ length: times }, () => list).flat()
}
