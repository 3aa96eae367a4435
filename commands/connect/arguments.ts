import type { ParseArgsConfig } from 'node:util'
import type { ConnectInput, Connector } from '../../shared/channels/connector.ts'
import { CONNECTORS } from '../../shared/channels/connectors.ts'
import { type Place, PLACE_OPTIONS, PLACE_USAGE, readPlace } from '../deployment.ts'
import { readWords } from '../read-words.ts'
import { UsageError } from '../usage-error.ts'

export type Line = {
  mode: 'connect' | 'check' | 'plan'
  /** One, unless it is checked. */
  connectors: readonly Connector[]
  replaces: boolean
  readsStdin: boolean
  /** A dry run needs none. */
  place: Place | null
  /** What is no secret, by the input's key. */
  values: Readonly<Record<string, string>>
}

export const VARIABLE_PREFIX = 'INLET_CONNECT_'

const OPTIONS = {
  provider: { type: 'string' },
  ...PLACE_OPTIONS,
  check: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  replace: { type: 'boolean', default: false },
  stdin: { type: 'boolean', default: false },
} as const satisfies NonNullable<ParseArgsConfig['options']>

export const USAGE = `Connects an account of a platform to a deployment. Safe to repeat: what is so already is left alone.

  npm run connect -- <channel> --stack inlet-dev [--check | --dry-run] [--replace]

  <channel>     ${CONNECTORS.map(({ channel, provider }) => (provider === 'aws' ? `${channel} --provider aws` : channel)).join(', ')}
${PLACE_USAGE}
  --dry-run     print every call that would be made, secrets masked, and make none
  --check       look at the accounts that are connected, change nothing; exit code 1 when something is wrong.
                Without a channel: all of them
  --replace     let what leads to another address today lead here
  --stdin       read values from standard input, as one JSON object

What is asked for can be given before: what is no secret as an option (--app-id), anything in the environment
(INLET_CONNECT_APP_SECRET) or by --stdin ({ "appSecret": … }). Secrets are no options, because a command line stands in
the shell's history and in the list of processes. Region and credentials of AWS are those of its SDK.`

/** Throws `UsageError`. */
export function readLine(words: readonly string[]): Line {
  const inputs = CONNECTORS.flatMap((connector) => connector.inputs)
  refuseSecrets(words, inputs)
  const plain = inputs.filter(({ isSecret }) => !isSecret)
  const { values, positionals } = parse(words, plain)
  const connectors = findConnectors(positionals, textOf(values['provider']), values['check'] === true)
  const mode = values['dry-run'] === true ? 'plan' : values['check'] === true ? 'check' : 'connect'
  return {
    mode,
    connectors,
    replaces: values['replace'] === true,
    readsStdin: values['stdin'] === true,
    place: readPlace(values),
    values: Object.fromEntries(
      plain.flatMap(({ key }): [string, string][] => {
        const value = textOf(values[toOption(key)])
        return value === null ? [] : [[key, value]]
      }),
    ),
  }
}

function parse(words: readonly string[], plain: readonly ConnectInput[]) {
  const own = Object.fromEntries(plain.map(({ key }) => [toOption(key), { type: 'string' } as const]))
  const options: NonNullable<ParseArgsConfig['options']> = { ...own, ...OPTIONS }
  return readWords({ args: [...words], options, allowPositionals: true })
}

function refuseSecrets(words: readonly string[], inputs: readonly ConnectInput[]): void {
  for (const { key, isSecret } of inputs) {
    const option = `--${toOption(key)}`
    if (isSecret && words.some((word) => word === option || word.startsWith(`${option}=`))) {
      throw new UsageError(
        `${option} is a secret and no option: a command line stands in the shell's history and in the list of processes. Set ${toVariable(key)}, use --stdin, or be asked for it.`,
      )
    }
  }
}

function findConnectors(
  positionals: readonly string[],
  provider: string | null,
  isCheck: boolean,
): Connector[] {
  const [channel, ...more] = positionals
  if (more.length > 0) throw new UsageError(`One channel at a time: ${positionals.join(' ')}`)
  if (channel === undefined && !isCheck) throw new UsageError('It needs a channel.')
  const found = CONNECTORS.filter(
    (each) => each.channel === (channel ?? each.channel) && each.provider === (provider ?? each.provider),
  )
  if (found.length > 0) return isCheck ? found : found.slice(0, 1)
  const known = [...new Set(CONNECTORS.map((each) => each.channel))].join(', ')
  const what = provider === null ? (channel ?? '') : `${channel ?? ''} by ${provider}`
  throw new UsageError(`${what} cannot be connected. There are: ${known}.`)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** `phoneNumberId` → `phone-number-id`. */
export function toOption(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `appSecret` → `INLET_CONNECT_APP_SECRET`. */
export function toVariable(key: string): string {
  return `${VARIABLE_PREFIX}${toOption(key).replaceAll('-', '_').toUpperCase()}`
}
