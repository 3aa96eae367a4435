import { AppError } from '../shared/domain/errors.ts'
import { Settings } from './config.ts'
import { findMistakes, type KnownChannel } from './settings-mistakes.ts'

const KEY = 'inlet'
const PREFIX = `${KEY}.`

/**
 * Settings from CDK context: an object under `inlet` in cdk.json, and over it flat keys such as
 * `-c inlet.stage=prod -c inlet.retention.feedDays=60`. Throws one `configuration_invalid` that lists every mistake.
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  manifests: readonly KnownChannel[],
): Settings {
  const input = structuredClone(readObject(context[KEY]))
  for (const [key, value] of Object.entries(context)) {
    if (key.startsWith(PREFIX)) setPath(input, key.slice(PREFIX.length).split('.'), readFlat(value))
  }
  const parsed = Settings.safeParse(input, { reportInput: true })
  if (!parsed.success) throw invalid(parsed.error.issues.map(describe))

  const mistakes = findMistakes(parsed.data, manifests)
  if (mistakes.length > 0) throw invalid(mistakes.map((mistake) => `${PREFIX}${mistake}`))
  return parsed.data
}

function readObject(value: unknown): Record<string, unknown> {
  const read = readFlat(value ?? {})
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read }
  throw invalid([`inlet: expected an object, got ${show(value)}`])
}

/** The command line has only strings; what reads as JSON is meant as JSON. */
function readFlat(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path
  if (head === undefined) return
  if (rest.length === 0) {
    Object.defineProperty(target, head, { value, enumerable: true, configurable: true, writable: true })
    return
  }
  const inner = Object.hasOwn(target, head) ? readObject(target[head]) : {}
  setPath(inner, rest, value)
  setPath(target, [head], inner)
}

type Issue = {
  code?: string | undefined
  path: PropertyKey[]
  message: string
  input?: unknown
  keys?: string[]
  errors?: Issue[][]
}

function describe(issue: Issue): string {
  const path = [KEY, ...issue.path.map(String)].join('.')
  if (issue.code === 'unrecognized_keys') return `${path}: unknown key ${(issue.keys ?? []).join(', ')}`
  return `${path}: ${toExpectation(issue)}, got ${show(issue.input)}`
}

/** Of a choice: what each of its alternatives expects. */
function toExpectation({ message, errors = [] }: Issue): string {
  const alternatives = new Set(errors.flatMap(([first]) => (first === undefined ? [] : toExpectation(first))))
  if (alternatives.size > 0) return [...alternatives].join(', or ')
  return message.replace(/^Invalid [^:]+: /, '').replace(/, received .*$/, '')
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function invalid(mistakes: readonly string[]): AppError {
  return new AppError('configuration_invalid', `Settings are not usable:\n  ${mistakes.join('\n  ')}`)
}
