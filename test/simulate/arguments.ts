import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { ChannelManifest } from '../../shared/channels/contract.ts'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import type { WireFileKind } from '../../shared/channels/wire.ts'
import { SimulateError } from './simulate-error.ts'

export const USAGE = `npm run simulate -- <channel> [--public] [--root post] [--provider name] [--from address] [--account id] [--name name] [--press payload] [--media image|voice|document|sticker] "text"

The inbox is at 127.0.0.1, port 3000 or PORT.`

export type SimulateArguments = {
  channel: string
  visibility: 'public' | 'private'
  /** Id of the post that a public message stands under; null: a post of its own. */
  root: string | null
  /** Who carries it: the channel's own provider by its webhook, another one by the channel's topic. */
  provider: string
  text: string
  /** What the quick reply sends back whose title the text is; null: they typed it. */
  press: string | null
  /** null: a made-up one. */
  from: string | null
  account: string | null
  name: string
  /** The file that comes with the words. */
  media: WireFileKind | null
}

/** Throws `SimulateError` with what a person can put right. */
export function readArguments(line: readonly string[]): SimulateArguments {
  const { values, positionals } = parse(line)
  const [name, ...words] = positionals
  const names = CHANNELS.map(({ manifest }) => manifest.name).join(', ')
  if (name === undefined) throw new SimulateError(`Which channel? There are: ${names}.\n${USAGE}`)
  const channel = findChannel(name)
  if (channel === undefined) throw new SimulateError(`There is no channel "${name}". There are: ${names}.`)
  const { from = null, account = null, name: person = 'Sim Ulated', root = null, press = null } = values
  const visibility = values.public === true ? 'public' : 'private'
  const { title, visibilities } = channel.manifest
  if (!visibilities.includes(visibility)) {
    throw new SimulateError(`${title} has only ${visibilities.join(' and ')} messages.`)
  }
  if (root !== null && visibility !== 'public') {
    throw new SimulateError(`Only a public message stands under a post: --root needs --public.`)
  }
  if (press !== null && visibility === 'public') {
    throw new SimulateError('Nobody presses a quick reply in public: leave out --press or --public.')
  }
  const provider = readProvider(values.provider, channel.manifest)
  const media = readMedia(values.media, visibility)
  const text = words.join(' ')
  if (text === '' && media === null) throw new SimulateError(`What does the customer write?\n${USAGE}`)
  return { channel: name, visibility, root, provider, text, press, from, account, name: person, media }
}

function readProvider(value: string | undefined, manifest: ChannelManifest): string {
  const providers = [manifest.provider, ...(manifest.topic === null ? [] : [manifest.topic.provider])]
  const provider = value ?? manifest.provider
  if (providers.includes(provider)) return provider
  throw new SimulateError(`${manifest.title} is carried by ${providers.join(' or ')}, not by "${provider}".`)
}

const KINDS: readonly WireFileKind[] = ['image', 'voice', 'document', 'sticker']

function readMedia(value: string | undefined, visibility: string): WireFileKind | null {
  if (value === undefined) return null
  const kind = KINDS.find((each) => each === value)
  if (kind === undefined) throw new SimulateError(`--media is ${KINDS.join(', ')}, not "${value}".`)
  if (visibility === 'public') throw new SimulateError('Only a private message brings a file here.')
  return kind
}

export function readPort(value: string | undefined): number {
  const port = z.coerce.number().int().min(1).max(65_535).default(3000).safeParse(value)
  if (!port.success) throw new SimulateError(`PORT is "${value ?? ''}", which is no port.`)
  return port.data
}

function parse(line: readonly string[]) {
  const options = {
    public: { type: 'boolean' },
    root: { type: 'string' },
    provider: { type: 'string' },
    from: { type: 'string' },
    account: { type: 'string' },
    name: { type: 'string' },
    media: { type: 'string' },
    press: { type: 'string' },
  } as const
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true })
  } catch (error) {
    throw new SimulateError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
