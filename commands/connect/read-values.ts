import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { findMissing, fillValues, idInput } from '../../shared/app/connect/connection-values.ts'
import type { ConnectInput, Connector } from '../../shared/channels/connector.ts'
import { type Line, toOption, toVariable, VARIABLE_PREFIX } from './arguments.ts'
import { ask, type Terminal } from './ask.ts'
import { UsageError } from '../usage-error.ts'

type Values = Readonly<Record<string, string>>
type Environment = Readonly<Record<string, string | undefined>>

/** Options, environment and standard input, the later ones over the earlier. Throws `UsageError`, never with a value. */
export async function readGiven(
  line: Pick<Line, 'values' | 'readsStdin'>,
  { inputs }: Connector,
  environment: Environment,
  input: NodeJS.ReadableStream,
): Promise<Record<string, string>> {
  const fromEnvironment = Object.fromEntries(
    inputs.flatMap(({ key }): [string, string][] => {
      const value = environment[toVariable(key)]
      return value === undefined || value === '' ? [] : [[key, value.trim()]]
    }),
  )
  const own = Object.fromEntries(
    Object.entries(line.values).filter(([key]) => inputs.some((each) => each.key === key)),
  )
  return { ...fromEnvironment, ...own, ...(line.readsStdin ? parseStdin(await text(input), inputs) : {}) }
}

/** Variables that look as if they were for this, and are not: the name of another channel's, or a mistyped one. */
export function findUnread({ inputs }: Connector, environment: Environment): string[] {
  const read = new Set(inputs.map(({ key }) => toVariable(key)))
  return Object.keys(environment).filter((name) => name.startsWith(VARIABLE_PREFIX) && !read.has(name))
}

function parseStdin(json: string, inputs: readonly ConnectInput[]): Record<string, string> {
  const keys = inputs.map(({ key }) => key)
  const Given = z.partialRecord(z.enum(keys), z.string().min(1))
  const parsed = Given.safeParse(decode(json))
  if (parsed.success)
    return Object.fromEntries(Object.entries(parsed.data).map(([key, value]) => [key, String(value)]))
  throw new UsageError(
    `Standard input must be one JSON object of texts, with these keys at most: ${keys.join(', ')}.`,
  )
}

function decode(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Asks at a terminal for what neither was given nor is stored. Throws `UsageError` where there is nobody to ask. */
export async function completeValues(
  connector: Connector,
  given: Values,
  secret: Values,
  terminal: Terminal,
): Promise<{ account: string; values: Record<string, string> }> {
  const id = idInput(connector)
  const missingId = given[id.key] === undefined ? [id] : []
  const first = { ...given, ...(await askFor(missingId, terminal)) }
  const account = first[id.key] ?? ''
  const missing = findMissing(connector, fillValues(connector, first, secret, account))
  const values = { ...first, ...(await askFor(missing, terminal)) }
  const still = findMissing(connector, fillValues(connector, values, secret, account))
  if (still.length > 0) throw new UsageError(`Still missing: ${still.map(({ title }) => title).join(', ')}.`)
  refuseMisshapen(connector, values)
  return { account, values }
}

async function askFor(inputs: readonly ConnectInput[], terminal: Terminal): Promise<Record<string, string>> {
  if (inputs.length === 0) return {}
  if (terminal.input.isTTY === true) return await ask(inputs, terminal)
  const lines = inputs.map(({ key, title, where, isSecret }) => {
    const how = isSecret ? toVariable(key) : `--${toOption(key)} or ${toVariable(key)}`
    return `  ${title}: ${how}\n    ${where}`
  })
  throw new UsageError(`There is no terminal to ask at. Missing:\n${lines.join('\n')}`)
}

function refuseMisshapen({ inputs }: Connector, values: Values): void {
  for (const { key, title, where, shape } of inputs) {
    const value = values[key]
    if (value === undefined || shape === undefined || shape.test(value)) continue
    throw new UsageError(`${title} does not look like one. It stands here: ${where}.`)
  }
}
