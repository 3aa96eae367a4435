import { StartError } from '../start-error.ts'

export type References = {
  ref: (logicalId: string) => string | undefined
  attribute: (logicalId: string, attribute: string) => string | undefined
}

type Intrinsic = (argument: unknown, resolve: (value: unknown) => unknown, references: References) => unknown

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, _resolve, references) => refer(references, String(argument)),
  'Fn::GetAtt': (argument, _resolve, references) => {
    const [logicalId, attribute] = Array.isArray(argument)
      ? argument.map(String)
      : splitOnce(String(argument))
    const value = references.attribute(logicalId ?? '', attribute ?? '')
    if (value !== undefined) return value
    throw new StartError(`the attribute ${attribute} of ${logicalId} has no local value`)
  },
  'Fn::Join': (argument, resolve) => {
    const [separator, parts] = toPair(argument, 'Fn::Join')
    return toList(resolve(parts), 'Fn::Join').map(String).join(String(separator))
  },
  'Fn::Select': (argument, resolve) => {
    const [index, list] = toPair(argument, 'Fn::Select')
    return toList(resolve(list), 'Fn::Select')[Number(resolve(index))]
  },
  'Fn::Split': (argument, resolve) => {
    const [separator, text] = toPair(argument, 'Fn::Split')
    return String(resolve(text)).split(String(separator))
  },
  'Fn::Sub': (argument, resolve, references) => {
    const [text, variables] = Array.isArray(argument) ? toPair(argument, 'Fn::Sub') : [argument, {}]
    return substitute(String(text), resolve(variables) as Record<string, unknown>, references)
  },
}

/** A template's value with its intrinsic functions carried out. An unknown one is an error that names `where`. */
export function resolveValue(value: unknown, references: References, where: string): unknown {
  const resolve = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(resolve)
    if (typeof part !== 'object' || part === null) return part
    const entries = Object.entries(part)
    const [only] = entries
    if (only !== undefined && entries.length === 1 && isIntrinsic(only[0])) {
      const intrinsic = INTRINSICS[only[0]]
      if (intrinsic === undefined) throw new StartError(`the local runner does not know ${only[0]}`)
      return intrinsic(only[1], resolve, references)
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]))
  }
  try {
    return resolve(value)
  } catch (error) {
    if (error instanceof StartError) throw new StartError(`${where}: ${error.message}.`)
    throw error
  }
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::')
}

function refer(references: References, name: string): string {
  const value = references.ref(name)
  if (value === undefined) throw new StartError(`there is nothing called ${name} to refer to`)
  return value
}

function substitute(text: string, variables: Record<string, unknown>, references: References): string {
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`
    if (name in variables) return String(variables[name])
    const [logicalId, attribute] = splitOnce(name)
    if (attribute === undefined) return refer(references, name)
    const value = references.attribute(logicalId, attribute)
    if (value === undefined)
      throw new StartError(`the attribute ${attribute} of ${logicalId} has no local value`)
    return value
  })
}

function splitOnce(name: string): [string, string | undefined] {
  const dot = name.indexOf('.')
  return dot === -1 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)]
}

function toPair(argument: unknown, name: string): [unknown, unknown] {
  if (Array.isArray(argument) && argument.length === 2) return [argument[0], argument[1]]
  throw new StartError(`${name} needs two arguments`)
}

function toList(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value
  throw new StartError(`${name} needs a list`)
}
