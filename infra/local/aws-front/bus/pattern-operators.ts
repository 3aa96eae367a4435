import { BlockList, isIPv4, isIPv6 } from 'node:net'

export type ValueTest = (value: unknown) => boolean

type Scalar = string | number | boolean

const NUMERIC: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '=': (value, bound) => value === bound,
}
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-numeric-matching
const NUMERIC_BOUND_MAX = 5e9

/** Operators whose tests look at one string; all of them may stand inside anything-but. */
const TEXT_OPERATORS: Readonly<Record<string, (argument: unknown, path: string) => ValueTest>> = {
  prefix: (argument, path) => compileAffix(argument, path, (text, affix) => text.startsWith(affix)),
  suffix: (argument, path) => compileAffix(argument, path, (text, affix) => text.endsWith(affix)),
  'equals-ignore-case': (argument, path) => {
    const wanted = text(argument, path).toLowerCase()
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted
  },
  wildcard: compileWildcard,
}

/** The test of one operator object such as `{ "prefix": "a" }`. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export function compileOperator(
  operator: Readonly<Record<string, unknown>>,
  fieldPath: string,
): ValueTest | 'exists' | 'absent' {
  const [name, argument] = onlyEntry(operator, fieldPath)
  const path = `${fieldPath}, operator "${name}"`
  switch (name) {
    case 'exists':
      if (typeof argument !== 'boolean') throw new Error(`${path}: takes true or false.`)
      return argument ? 'exists' : 'absent'
    case 'anything-but':
      return compileAnythingBut(argument, path)
    case 'numeric':
      return compileNumeric(argument, path)
    case 'cidr':
      return compileCidr(argument, path)
    default: {
      const compile = Object.hasOwn(TEXT_OPERATORS, name) ? TEXT_OPERATORS[name] : undefined
      if (compile === undefined) throw new Error(`${path}: is not known here.`)
      return compile(argument, path)
    }
  }
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function compileAnythingBut(argument: unknown, path: string): ValueTest {
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument)) {
    const [name, inner] = onlyEntry(argument as Record<string, unknown>, path)
    const compile = Object.hasOwn(TEXT_OPERATORS, name) ? TEXT_OPERATORS[name] : undefined
    if (compile === undefined) throw new Error(`${path}: "${name}" is not known here.`)
    const refused = asList(inner, path).map((one) => compile(one, `${path}, operator "${name}"`))
    return (value) => !refused.some((test) => test(value))
  }
  const refused = asList(argument, path)
  const isOneKind = ['string', 'number'].some((kind) => refused.every((one) => typeof one === kind))
  if (!isOneKind) throw new Error(`${path}: takes strings or numbers, not both and nothing else.`)
  return (value) => !refused.includes(value)
}

function compileAffix(
  argument: unknown,
  path: string,
  matches: (text: string, affix: string) => boolean,
): ValueTest {
  if (typeof argument === 'string') {
    return (value) => typeof value === 'string' && matches(value, argument)
  }
  if (typeof argument !== 'object' || argument === null) throw new Error(`${path}: takes a string.`)
  const [name, inner] = onlyEntry(argument as Record<string, unknown>, path)
  if (name !== 'equals-ignore-case') throw new Error(`${path}: "${name}" is not known here.`)
  const affix = text(inner, path).toLowerCase()
  return (value) => typeof value === 'string' && matches(value.toLowerCase(), affix)
}

/** `*` stands for any characters; a backslash before `*` or a backslash takes it literally. */
function compileWildcard(argument: unknown, path: string): ValueTest {
  const wildcard = text(argument, path)
  const parts = [...wildcard.matchAll(/\\[*\\]|[^]/gu)].map(([part]) => part)
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*')) {
    throw new Error(`${path}: consecutive wildcards are refused.`)
  }
  if (parts.includes('\\')) throw new Error(`${path}: a backslash escapes "*" or a backslash only.`)
  const source = parts.map((part) => (part === '*' ? '[^]*' : escapeRegExp(part.at(-1) ?? ''))).join('')
  const expression = new RegExp(`^${source}$`, 'u')
  return (value) => typeof value === 'string' && expression.test(value)
}

function compileNumeric(argument: unknown, path: string): ValueTest {
  const list = asList(argument, path)
  if (list.length !== 2 && list.length !== 4) throw new Error(`${path}: takes one or two comparisons.`)
  const comparisons = [list.slice(0, 2), list.slice(2)].filter(({ length }) => length > 0)
  const tests = comparisons.map(([sign, bound]) => {
    const compare = typeof sign === 'string' && Object.hasOwn(NUMERIC, sign) ? NUMERIC[sign] : undefined
    if (compare === undefined) throw new Error(`${path}: "${String(sign)}" is not known here.`)
    if (typeof bound !== 'number' || Math.abs(bound) > NUMERIC_BOUND_MAX) {
      throw new Error(`${path}: bounds are numbers from -5.0e9 to 5.0e9.`)
    }
    return (value: number): boolean => compare(value, bound)
  })
  return (value) => typeof value === 'number' && tests.every((test) => test(value))
}

function compileCidr(argument: unknown, path: string): ValueTest {
  const [network = '', bits = ''] = text(argument, path).split('/')
  const family = isIPv4(network) ? 'ipv4' : isIPv6(network) ? 'ipv6' : null
  const bitsMax = family === 'ipv4' ? 32 : 128
  if (family === null || !/^\d{1,3}$/.test(bits) || Number(bits) > bitsMax) {
    throw new Error(`${path}: takes a network such as 10.0.0.0/24.`)
  }
  const networks = new BlockList()
  networks.addSubnet(network, Number(bits), family)
  const isAddress = family === 'ipv4' ? isIPv4 : isIPv6
  return (value) => typeof value === 'string' && isAddress(value) && networks.check(value, family)
}

function onlyEntry(operator: Readonly<Record<string, unknown>>, path: string): [string, unknown] {
  const entries = Object.entries(operator)
  const [entry] = entries
  if (entry === undefined || entries.length > 1)
    throw new Error(`${path}: takes one operator, not ${entries.length}.`)
  return entry
}

function asList(argument: unknown, path: string): unknown[] {
  const list: unknown[] = Array.isArray(argument) ? argument : [argument]
  if (list.length === 0) throw new Error(`${path}: takes at least one value.`)
  return list
}

function text(argument: unknown, path: string): string {
  if (typeof argument !== 'string') throw new Error(`${path}: takes a string.`)
  return argument
}

function escapeRegExp(character: string): string {
  return /[\w\s]/.test(character) ? character : character.replace(/[\\^$.*+?()[\]{}|/-]/u, '\\$&')
}
