import type { Connection, Connector, ConnectStep } from '../../channels/connector.ts'
import type { CallMoment, PlatformCall } from '../../channels/sender.ts'

export type PlannedStep = { title: string; looks: string[]; mends: string[] }

const NOTHING_SENT: CallMoment = { at: '1970-01-01T00:00:00.000Z', nonce: '<nonce>' }

/** Every call that connecting may make, as text. Nothing is sent and no secret is in it, because none is taken. */
export function planCalls(
  connector: Connector,
  known: Pick<Connection, 'account' | 'values' | 'webhookUrl' | 'topicArn'>,
): { credentials: PlannedStep[]; subscription: PlannedStep[] } {
  const values = Object.fromEntries(
    connector.inputs.flatMap(({ key, isSecret, need }): [string, string][] => {
      const value = known.values[key]
      if (isSecret) return [[key, `<${key}>`]]
      return need === 'optional' && value === undefined ? [] : [[key, value ?? `<${key}>`]]
    }),
  )
  const facts = Object.fromEntries(
    Object.entries(connector.learns ?? {}).map(([key, title]) => [key, `<${title}>`]),
  )
  const connection: Connection = { ...known, values, facts, replaces: false }
  const toPlan = (step: ConnectStep): PlannedStep => {
    const look = step.look.toCall(connection, NOTHING_SENT)
    const mends = look === null ? [] : (step.mend?.toCalls(connection, NOTHING_SENT) ?? [])
    return {
      title: step.title,
      looks: look === null ? [] : [toText(connector, connection, look)],
      mends: mends.map((call) => toText(connector, connection, call)),
    }
  }
  return {
    credentials: connector.credentials.map(toPlan),
    subscription: connector.subscription.map(toPlan),
  }
}

/** A header that proves who calls is named by its kind: of some it could be calculated back. */
function toText({ hosts }: Connector, { webhookUrl }: Connection, call: PlatformCall): string {
  if (call.kind === 'aws') return `AWS sms-voice ${call.operation} ${JSON.stringify(call.input)}`
  const { method, host, path, headers, body } = call
  const origin = hosts[host] ?? webhookUrl.slice(0, webhookUrl.indexOf('/webhooks/'))
  const scheme = headers['authorization']?.split(' ', 1)[0]
  const credential = scheme === undefined ? '' : ` (${scheme} …)`
  return `${method} ${origin}${toReadable(path)}${credential}${typeof body === 'string' ? ` ${toReadable(body)}` : ''}`
}

function toReadable(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
