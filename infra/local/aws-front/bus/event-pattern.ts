import { compileOperator, isScalar, type ValueTest } from './pattern-operators.ts'

export type EventPattern = Readonly<Record<string, unknown>>

type ObjectTest = (value: Readonly<Record<string, unknown>>) => boolean

/**
 * An EventBridge event pattern as a function. Throws for a pattern that EventBridge would refuse, or that holds an operator
 * unknown here, naming the field and the operator.
 *
 * One difference remains: EventBridge compares numbers as they are written (300 is not 300.0), while here both are read as
 * numbers first.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compileEventPattern(pattern: EventPattern, rule: string): (event: unknown) => boolean {
  const test = compileObject(pattern, rule)
  return (event) => isObject(event) && test(event)
}

function compileObject(pattern: EventPattern, path: string): ObjectTest {
  const fields = Object.entries(pattern)
  if (fields.length === 0) throw new Error(`${path}: an empty object matches nothing and is refused.`)
  const tests = fields.map(([name, value]) =>
    name === '$or' ? compileOr(value, `${path}.$or`) : compileField(name, value, `${path}.${name}`),
  )
  return (value) => tests.every((test) => test(value))
}

function compileOr(alternatives: unknown, path: string): ObjectTest {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new Error(`${path}: "$or" needs a list of at least two patterns.`)
  }
  const tests = alternatives.map((alternative: unknown, index) => {
    if (!isObject(alternative)) throw new Error(`${path}[${index}]: each alternative must be an object.`)
    return compileObject(alternative, `${path}[${index}]`)
  })
  return (value) => tests.some((test) => test(value))
}

function compileField(name: string, value: unknown, path: string): ObjectTest {
  if (Array.isArray(value)) {
    const test = compileLeaf(value, path)
    return (parent) => test(Object.hasOwn(parent, name) ? parent[name] : undefined)
  }
  if (!isObject(value)) throw new Error(`${path}: a field must be an object or a list.`)
  const test = compileObject(value, path)
  return (parent) => {
    const child = Object.hasOwn(parent, name) ? parent[name] : undefined
    // A pattern that only asks for absent fields matches where their parent is absent too.
    if (child === undefined || child === null || isScalar(child)) return test({})
    const children = Array.isArray(child) ? child.filter(isObject) : isObject(child) ? [child] : []
    return children.some(test)
  }
}

/** A list matches when one of its members does; a list in the event, when one of its values does. */
function compileLeaf(alternatives: readonly unknown[], path: string): (value: unknown) => boolean {
  if (alternatives.length === 0) throw new Error(`${path}: an empty list matches nothing and is refused.`)
  const tests = alternatives.map((alternative): ValueTest | 'exists' | 'absent' => {
    if (isScalar(alternative) || alternative === null) return (value) => value === alternative
    if (!isObject(alternative)) throw new Error(`${path}: a list holds values and operators, not lists.`)
    return compileOperator(alternative, path)
  })
  return (value) => {
    const values = leafValues(value)
    return tests.some((test) => {
      if (test === 'exists') return values.length > 0
      if (test === 'absent') return values.length === 0
      return values.some(test)
    })
  }
}

/** Operators look at leaves only: an object is no value, and neither is an empty list. */
function leafValues(value: unknown): unknown[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((one) => isScalar(one) || one === null)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
