import { toOption, toVariable } from '../../commands/connect/arguments.ts'
import type { Connector } from '../../shared/channels/connector.ts'
import type { FindingCode } from '../../shared/domain/connection-finding.ts'

/** Values by the connector's keys. */
type Given = Readonly<Record<string, string>>

/** How somebody types them: secrets into the environment, the rest as options. */
type Typing = { words: string; environment: Given }

/** One way to connect, with what is right and each thing that can be wrong. */
export type ConnectCase = Typing & {
  name: string
  /** Keys that the senders, the webhook and the checks then find. */
  stored: readonly string[]
  failures: readonly (Typing & { what: string; code: FindingCode; wayOut: RegExp })[]
}

/** What is changed of the right values, and what the way out must name. */
type Failure = readonly [what: string, code: FindingCode, changed: Given, wayOut: RegExp]

export function toConnectCase({
  name,
  connector,
  given,
  stored,
  failures,
}: {
  name: string
  connector: Connector
  /** The account's id first. */
  given: Given
  stored: readonly string[]
  failures: readonly Failure[]
}): ConnectCase {
  return {
    name,
    ...toTyping(connector, given),
    stored,
    failures: failures.map(([what, code, changed, wayOut]) => ({
      what,
      code,
      wayOut,
      ...toTyping(connector, { ...given, ...changed }),
    })),
  }
}

function toTyping({ channel, provider, inputs }: Connector, given: Given): Typing {
  const isSecret = (key: string): boolean => inputs.some((input) => input.key === key && input.isSecret)
  const entries = Object.entries(given)
  const options = entries.flatMap(([key, value]) => (isSecret(key) ? [] : [`--${toOption(key)} ${value}`]))
  return {
    words: [channel, ...(provider === 'aws' ? ['--provider aws'] : []), '--url URL', ...options].join(' '),
    environment: Object.fromEntries(
      entries.flatMap(([key, value]) => (isSecret(key) ? [[toVariable(key), value]] : [])),
    ),
  }
}
