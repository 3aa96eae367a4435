import type { ConnectInput, Connection, Connector } from '../../channels/connector.ts'

type Values = Readonly<Record<string, string>>

/** The id of the account is what the `id` input holds. */
export function idInput({ inputs, title }: Connector): ConnectInput {
  const input = inputs.find(({ keptBy }) => keptBy === 'id')
  if (input === undefined) throw new TypeError(`${title} has no input for the account's id`)
  return input
}

/** What is known without asking anybody: what was given, else what the secret holds of this account, else of the channel. */
export function fillValues({ inputs }: Connector, given: Values, secret: Values, account: string): Values {
  return Object.fromEntries(
    inputs.flatMap(({ key, keptBy }): [string, string][] => {
      const own = keptBy === 'account' ? secret[`${key}@${account}`] : undefined
      const stored = keptBy === 'id' ? account : keptBy === 'nowhere' ? undefined : (own ?? secret[key])
      const value = given[key] ?? stored
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
}

/** What nobody has said yet and cannot be made up. */
export function findMissing({ inputs }: Connector, values: Values): ConnectInput[] {
  return inputs.filter(({ key, need }) => need === 'required' && values[key] === undefined)
}

/**
 * The secret with what this connection adds to the channel's own keys. A value that is replaced stays valid beside the new
 * one where it signs, so that nothing signed with the old one is refused meanwhile.
 */
export function mergeChannelKeys(
  { inputs }: Connector,
  values: Values,
  secret: Values,
): Record<string, string> {
  const merged: Record<string, string> = { ...secret }
  for (const { key, keptBy, rotates } of inputs) {
    const [value, before] = [values[key], secret[key]]
    if (keptBy !== 'channel' || value === undefined || before === value) continue
    if (before !== undefined && before !== '' && rotates === true) merged[toPreviousKey(key)] = before
    merged[key] = value
  }
  return merged
}

/** The secret with the keys of this account: whoever reads it takes an account that has them for connected. */
export function mergeAccountKeys(
  { inputs }: Connector,
  { account, values }: Connection,
  secret: Values,
): Record<string, string> {
  const own = inputs.flatMap(({ key, keptBy }): [string, string][] => {
    const value = values[key]
    return keptBy === 'account' && value !== undefined ? [[`${key}@${account}`, value]] : []
  })
  return { ...secret, ...Object.fromEntries(own) }
}

function toPreviousKey(key: string): string {
  return `previous${key.charAt(0).toUpperCase()}${key.slice(1)}`
}

export function changedKeys(before: Values, after: Values): string[] {
  return Object.keys(after).filter((key) => after[key] !== before[key])
}

/** Accounts that were connected by this connector: the secret holds all that its steps need, with keys of their own. */
export function listConnected(connector: Connector, secret: Values): { account: string; values: Values }[] {
  const own = connector.inputs.filter(({ keptBy, need }) => keptBy === 'account' && need === 'required')
  const ids = Object.keys(secret).flatMap((name) => {
    const input = own.find(({ key }) => name.startsWith(`${key}@`))
    return input === undefined ? [] : [name.slice(input.key.length + 1)]
  })
  return [...new Set(ids)].flatMap((account) => {
    const values = fillValues(connector, {}, secret, account)
    return findMissing(connector, values).length === 0 ? [{ account, values }] : []
  })
}
