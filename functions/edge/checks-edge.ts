import { randomUUID } from 'node:crypto'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Context } from 'aws-lambda'
import type { AccountReport, CheckAccountsDeps } from '../../shared/app/connect/check-accounts.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createSecretShelf } from '../../shared/aws/secret-shelf.ts'
import { CONNECTORS } from '../../shared/channels/connectors.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { ChecksEnvironment, readEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { once } from './once.ts'
import { composePlatforms } from './platform-edge.ts'
import { systemClock, systemPacer } from './system.ts'

const CALL_TIMEOUT_MS = 5_000
/** A dozen calls, each as slow as it may be. */
const ACCOUNT_MS = 12 * CALL_TIMEOUT_MS

type CheckAccounts = (deps: CheckAccountsDeps) => Promise<AccountReport[]>

/** Wires the checks to table, secrets and platforms. One line of the log an account; what fails leaves the others alone. */
export function createChecksEdge(
  checkAccounts: CheckAccounts,
): (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  const logger = once(createLogger)
  return async (_event, context) => {
    const hasTime = (): boolean => context.getRemainingTimeInMillis() > ACCOUNT_MS
    // Composed by each run: a shelf that an earlier one filled holds secrets as they were then.
    const reports = await checkAccounts({ ...composeChecks(), hasTime })
    for (const report of reports) logReport(logger(), report)
  }
}

function composeChecks(): Omit<CheckAccountsDeps, 'hasTime'> {
  const environment = readEnvironment(ChecksEnvironment, process.env)
  const secretArns = environment.INLET_CHANNEL_SECRETS_ARN
  return {
    clock: systemClock,
    pacer: systemPacer,
    nextNonce: () => randomUUID().replaceAll('-', ''),
    accounts: createAccountStore(createTable(environment.INLET_TABLE_NAME), systemClock),
    secrets: createSecretShelf(new SecretsManagerClient({}), secretArns, systemClock),
    connectors: CONNECTORS,
    channels: new Set(Object.keys(secretArns)),
    webhookUrlOf: (channel) => {
      const path = findChannel(channel)?.manifest.ingress.path ?? channel
      return `${environment.INLET_PUBLIC_URL}/webhooks/${path}`
    },
    topicArnOf: (channel) => environment.INLET_CHANNEL_TOPICS_ARN[channel] ?? null,
    feedShards: environment.INLET_FEED_SHARDS,
    platform: composePlatforms(environment, CALL_TIMEOUT_MS),
  }
}

function logReport(logger: ReturnType<typeof createLogger>, report: AccountReport): void {
  const { kind, channel, account } = report
  if (kind === 'failed') {
    logger.error('check failed', { channel, account, error: toLoggableError(report.error) })
    return
  }
  if (kind === 'not_reached') {
    logger.warn('check not reached', { channel, account })
    return
  }
  const codes = report.findings.map(({ code }) => code)
  const line = {
    channel,
    account,
    findings: codes,
    passed: report.passed.length,
    unanswered: report.unanswered,
  }
  logger[codes.length > 0 ? 'warn' : 'info']('check', line)
}
