import { parseArgs } from 'node:util'
import * as z from 'zod'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { SimulateError } from './simulate-error.ts'

const USAGE = `npm run simulate -- <channel> [--public] [--from address] [--account id] [--name name] "text"`

export type SimulateArguments = {
  channel: string
  visibility: 'public' | 'private'
  text: string
  /** null: a made-up one. */
  from: string | null
  account: string | null
  name: string
}

/** Throws `SimulateError` with what a person can put right. */
export function readArguments(line: readonly string[]): SimulateArguments {
  const { values, positionals } = parse(line)
  const [name, ...words] = positionals
  const names = CHANNELS.map(({ manifest }) => manifest.name).join(', ')
  if (name === undefined) throw new SimulateError(`Which channel? There are: ${names}.\n${USAGE}`)
  const channel = findChannel(name)
  if (channel === undefined) throw new SimulateError(`There is no channel "${name}". There are: ${names}.`)
  const visibility = values.public === true ? 'public' : 'private'
  if (!channel.manifest.visibilities.includes(visibility)) {
    throw new SimulateError(
      `${channel.manifest.title} has only ${channel.manifest.visibilities.join(' and ')} messages.`,
    )
  }
  const text = words.join(' ')
  if (text === '') throw new SimulateError(`What does the customer write?\n${USAGE}`)
  const { from = null, account = null, name: person = 'Sim Ulated' } = values
  return { channel: name, visibility, text, from, account, name: person }
}

export function readPort(value: string | undefined): number {
  const port = z.coerce.number().int().min(1).max(65_535).default(3000).safeParse(value)
  if (!port.success) throw new SimulateError(`PORT is "${value ?? ''}", which is no port.`)
  return port.data
}

function parse(line: readonly string[]) {
  const options = {
    public: { type: 'boolean' },
    from: { type: 'string' },
    account: { type: 'string' },
    name: { type: 'string' },
  } as const
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true })
  } catch (error) {
    throw new SimulateError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
