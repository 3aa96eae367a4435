import type { ChannelSecret } from '../../channels/contract.ts'
import type { Connection, Connector } from '../../channels/connector.ts'
import type { ChannelName } from '../../domain/channel-name.ts'
import { createAccount } from '../../domain/decide-account-health.ts'
import { noteCheck } from '../../domain/decide-check-health.ts'
import { toCheckId } from '../../domain/ids.ts'
import type { SecretShelf } from '../delivery-ports.ts'
import type { AccountStore, Pacer } from '../ports.ts'
import { retryConflicts } from '../retry-conflicts.ts'
import { checkConnection, type CheckReport } from './check-connection.ts'
import type { LookDeps } from './connect-ports.ts'
import { listConnected } from './connection-values.ts'

export type CheckAccountsDeps = LookDeps & {
  pacer: Pacer
  accounts: AccountStore
  secrets: SecretShelf
  connectors: readonly Connector[]
  /** Channels that are on. */
  channels: ReadonlySet<ChannelName>
  webhookUrlOf: (channel: ChannelName) => string
  topicArnOf: (channel: ChannelName) => string | null
  feedShards: number
  /** Less than one account's calls take: what is left is looked at by the next run. */
  hasTime: () => boolean
}

export type AccountReport =
  | ({ kind: 'checked'; channel: ChannelName; account: string } & CheckReport)
  | { kind: 'failed'; channel: ChannelName; account: string | null; error: unknown }
  | { kind: 'not_reached'; channel: ChannelName; account: string }

/**
 * Looks at every account that was connected, and keeps what is wrong as the account's health. Whatever fails for one leaves
 * the others alone; a platform that does not answer changes nothing.
 */
export async function checkAccounts(deps: CheckAccountsDeps): Promise<AccountReport[]> {
  const reports: AccountReport[] = []
  for (const connector of deps.connectors.filter(({ channel }) => deps.channels.has(channel))) {
    const { channel } = connector
    try {
      const secret = toTexts(await deps.secrets.read(channel))
      for (const connected of listConnected(connector, secret)) {
        reports.push(await checkOne(deps, connector, connected))
      }
    } catch (error) {
      reports.push({ kind: 'failed', channel, account: null, error })
    }
  }
  return reports
}

async function checkOne(
  deps: CheckAccountsDeps,
  connector: Connector,
  { account, values }: { account: string; values: Readonly<Record<string, string>> },
): Promise<AccountReport> {
  const { channel } = connector
  if (!deps.hasTime()) return { kind: 'not_reached', channel, account }
  const [webhookUrl, topicArn] = [deps.webhookUrlOf(channel), deps.topicArnOf(channel)]
  const connection: Connection = { account, values, facts: {}, webhookUrl, topicArn, replaces: false }
  try {
    const report = await checkConnection(deps, connector, connection)
    await record(deps, connector, account, report)
    return { kind: 'checked', channel, account, ...report }
  } catch (error) {
    return { kind: 'failed', channel, account, error }
  }
}

async function record(
  deps: CheckAccountsDeps,
  { channel, provider }: Connector,
  id: string,
  { findings, unanswered }: CheckReport,
): Promise<void> {
  const at = deps.clock.now().toISOString()
  const fact = {
    findings,
    isWhole: unanswered.length === 0,
    at,
    causationId: toCheckId({ channel, accountId: id, at }),
  }
  await retryConflicts(deps, async () => {
    const known = await deps.accounts.account(channel, id)
    const origin = { channel, provider, account: { id, name: null }, receivedAt: at }
    const before = known ?? createAccount(origin, deps.feedShards)
    const after = noteCheck(before, fact)
    // An account that nobody wrote to yet appears with its first message, or with what is wrong.
    if (after === before) return { saved: 'saved', result: undefined }
    const version = known === null ? 1 : known.version + 1
    return {
      saved: await deps.accounts.save({ ...after, version }, known?.version ?? null),
      result: undefined,
    }
  })
}

function toTexts(secret: ChannelSecret): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secret).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, value]],
    ),
  )
}
